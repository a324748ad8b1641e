/// Says how the truth of a part of a condition bears on the whole.
enum Sense {
  /// The whole can only become true by it.
  case plain
  /// The whole can only become false by it.
  case negated
  /// It cannot be told, such as in a comparison.
  case mixed

  var opposite: Sense {
    switch self {
    case .plain: .negated
    case .negated: .plain
    case .mixed: .mixed
    }
  }
}

/// Finds the sense of the calls of named functions in a condition.
///
/// `&&`, `||`, parentheses, `exists` and `all` keep the sense of what is in them and `!` turns it round; inside anything
/// else it is mixed.
struct SenseFinder {
  typealias Call = (function: String, offset: Int, sense: Sense)

  private let tokens: [(token: ConditionScanner.Token, offset: Int)]
  private let functions: Set<String>
  private(set) var calls: [Call] = []

  init(_ condition: String, functions: Set<String>) {
    tokens = ConditionScanner(condition).tokens
    self.functions = functions
    walk(tokens.indices, .plain)
  }

  /// Walks what stands between two brackets, part by part.
  private mutating func walk(_ range: Range<Int>, _ sense: Sense) {
    var start = range.lowerBound
    var position = start
    while position < range.upperBound {
      switch tokens[position].token {
      case .open: position = end(from: position)
      case .junction:
        walkPart(start..<position, sense)
        start = position + 1
        position = start
      default: position += 1
      }
    }
    walkPart(start..<range.upperBound, sense)
  }

  /// Walks a part without junctions outside of brackets.
  private mutating func walkPart(_ range: Range<Int>, _ outer: Sense) {
    var sense = hasOperator(range) ? Sense.mixed : outer
    var position = range.lowerBound
    while position < range.upperBound {
      switch tokens[position].token {
      case .not:
        sense = sense.opposite
        position += 1
      case .open(let bracket):
        let end = end(from: position)
        walk(position + 1..<end - 1, self.sense(inside: bracket, at: position, in: range, sense))
        position = end
      default: position += 1
      }
    }
  }

  private func hasOperator(_ range: Range<Int>) -> Bool {
    var position = range.lowerBound
    while position < range.upperBound {
      switch tokens[position].token {
      case .other: return true
      case .open: position = end(from: position)
      default: position += 1
      }
    }
    return false
  }

  /// The sense inside a bracket; notes the call that the bracket belongs to.
  private mutating func sense(
    inside bracket: UInt8, at position: Int, in part: Range<Int>, _ sense: Sense
  ) -> Sense {
    guard bracket == UInt8(ascii: "(") else { return .mixed }
    guard position > part.lowerBound, case .name(let name) = tokens[position - 1].token else {
      return sense
    }
    if functions.contains(name) { calls.append((name, tokens[position - 1].offset, sense)) }
    return name == "exists" || name == "all" ? sense : .mixed
  }

  /// The position after the bracket that closes the one at a position.
  private func end(from position: Int) -> Int {
    var depth = 0
    for index in position..<tokens.count {
      switch tokens[index].token {
      case .open: depth += 1
      case .close: depth -= 1
      default: break
      }
      if depth == 0 { return index + 1 }
    }
    return tokens.count
  }
}
