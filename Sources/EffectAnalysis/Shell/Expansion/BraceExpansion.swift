import ByteParsing

/// Expands braces: `{a,b}`, `{1..9}`, `{a..e..2}`.
///
/// Braces are expanded before anything else, so that what is not literal is only carried along.
struct BraceExpansion {
  enum Token: Equatable {
    case byte(UInt8)
    /// A part of the word that is no literal, by its place.
    case part(Int)
  }

  /// The most words that one word may become, and the deepest nesting.
  private static let wordLimit = 256
  private static let depthLimit = 16
  /// How many tokens may be written altogether.
  private var budget = 1 << 14

  /// The words that a word becomes; nil where they are too many.
  static func expand(_ tokens: [Token]) -> [[Token]]? {
    var expansion = BraceExpansion()
    return expansion.expand(tokens[...], depth: 0)
  }

  /// The numbers of a sequence with nothing around it, such as `{1..60}`; nil for all else, and where they are too many.
  static func numbers(_ tokens: [Token]) -> [String]? {
    guard tokens.first == .byte(UInt8(ascii: "{")), let group = Group(tokens[...], 0),
      group.close == tokens.count - 1, let sequence = group.sequence(in: tokens[...]),
      !sequence.isOfLetters
    else { return nil }
    return sequence.texts(limit: wordLimit)
  }

  private mutating func expand(_ tokens: ArraySlice<Token>, depth: Int) -> [[Token]]? {
    budget -= tokens.count
    guard budget > 0, depth < BraceExpansion.depthLimit else { return nil }
    var start = tokens.startIndex
    while let open = tokens[start...].firstIndex(of: .byte(UInt8(ascii: "{"))) {
      guard let group = Group(tokens, open) else {
        start = open + 1
        continue
      }
      var middles: [[Token]] = []
      if let sequence = group.sequence(in: tokens) {
        guard let texts = sequence.texts(limit: BraceExpansion.wordLimit) else { return nil }
        middles = texts.map { text in Array(text.utf8).map { .byte($0) } }
      } else if group.items.count > 1 {
        for item in group.items {
          guard let words = expand(tokens[item], depth: depth + 1) else { return nil }
          middles += words
        }
      } else {
        start = open + 1
        continue
      }
      guard let tails = expand(tokens[(group.close + 1)...], depth: depth + 1),
        middles.count * tails.count <= BraceExpansion.wordLimit
      else { return nil }
      let head = tokens[..<open]
      var words: [[Token]] = []
      for middle in middles {
        for tail in tails {
          budget -= head.count + middle.count + tail.count
          guard budget > 0 else { return nil }
          words.append(head + middle + tail)
        }
      }
      return words
    }
    return [Array(tokens)]
  }

  /// `{…}` with its items.
  private struct Group {
    let close: Int
    let items: [Range<Int>]

    init?(_ tokens: ArraySlice<Token>, _ open: Int) {
      var depth = 0
      var items: [Range<Int>] = []
      var start = open + 1
      for index in tokens[open...].indices {
        switch tokens[index] {
        case .byte(UInt8(ascii: "{")): depth += 1
        case .byte(UInt8(ascii: ",")) where depth == 1:
          items.append(start..<index)
          start = index + 1
        case .byte(UInt8(ascii: "}")):
          depth -= 1
          if depth == 0 {
            items.append(start..<index)
            close = index
            self.items = items
            return
          }
        default: break
        }
      }
      return nil
    }

    /// Reads `{first..last}` or `{first..last..step}`.
    func sequence(in tokens: ArraySlice<Token>) -> Sequence? {
      guard items.count == 1 else { return nil }
      var bytes: [UInt8] = []
      for token in tokens[items[0]] {
        guard case .byte(let byte) = token, bytes.count < 64 else { return nil }
        bytes.append(byte)
      }
      return Sequence(String(decoding: bytes, as: UTF8.self))
    }
  }

  /// What stands in `{first..last..step}`: numbers, or letters.
  private struct Sequence {
    private let first: Int
    private let last: Int
    private let step: Int
    /// How many digits the numbers have at least.
    private var width = 0
    private(set) var isOfLetters = false

    init?(_ text: String) {
      let ends = text.piecesBetweenDots
      guard (2...3).contains(ends.count) else { return nil }
      var step = 1
      if ends.count == 3 {
        guard let number = Int32(ends[2]) else { return nil }
        step = max(1, abs(Int(number)))
      }
      self.step = step
      if let first = Int32(ends[0]), let last = Int32(ends[1]) {
        self.first = Int(first)
        self.last = Int(last)
        if ends[0].hasPrefix("0") || ends[1].hasPrefix("0") {
          width = max(ends[0].utf8.count, ends[1].utf8.count)
        }
        return
      }
      guard ends[0].utf8.count == 1, ends[1].utf8.count == 1, let first = ends[0].utf8.first,
        let last = ends[1].utf8.first
      else { return nil }
      self.first = Int(first)
      self.last = Int(last)
      isOfLetters = true
    }

    /// The words; nil where there are more than the limit.
    func texts(limit: Int) -> [String]? {
      let count = abs(last - first) / step + 1
      guard count <= limit else { return nil }
      var texts: [String] = []
      texts.reserveCapacity(count)
      for value in stride(from: first, through: last, by: first <= last ? step : -step) {
        texts.append(text(of: value))
      }
      return texts
    }

    private func text(of value: Int) -> String {
      if isOfLetters { return String(UnicodeScalar(UInt8(truncatingIfNeeded: value))) }
      let digits = String(value)
      if digits.utf8.count >= width { return digits }
      return String(repeating: "0", count: width - digits.utf8.count) + digits
    }
  }
}

extension String {
  /// The pieces between pairs of dots.
  fileprivate var piecesBetweenDots: [Substring] {
    var pieces: [Substring] = []
    var rest = self[...]
    while let dots = rest.firstRange(ofBytes: "..") {
      pieces.append(rest[..<dots.lowerBound])
      rest = rest[dots.upperBound...]
    }
    return pieces + [rest]
  }
}
