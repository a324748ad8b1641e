/// One piece of a glob's text, after alternatives have been written out.
enum GlobToken: Equatable {
  /// A character that stands for itself, separators included.
  case literal(Unicode.Scalar)
  /// `?` or a class: one character, never the separator.
  case anyOf(ScalarSet)
  /// `*`: any number of characters within a segment.
  case star
  /// `**`: any number of characters and separators.
  case doubleStar

  /// Whether it stands for one character.
  var isCharacter: Bool {
    switch self {
    case .literal, .anyOf: true
    case .star, .doubleStar: false
    }
  }
}

/// Reads a glob's text into the alternatives it stands for, each a list of tokens.
struct GlobParser {
  private let pattern: String
  private let scalars: [Unicode.Scalar]
  private let separator: Unicode.Scalar
  private var position = 0

  private init(_ pattern: String, separator: Unicode.Scalar) {
    self.pattern = pattern
    self.separator = separator
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(min(pattern.utf8.count, Glob.maximumLength + 1))
    for scalar in pattern.unicodeScalars {
      scalars.append(scalar)
      if scalars.count > Glob.maximumLength { break }
    }
    self.scalars = scalars
  }

  /// Reads a pattern; alternatives are multiplied out, at most `Glob.maximumAlternatives` of them.
  static func parse(
    _ pattern: String, separator: Unicode.Scalar
  ) throws(GlobError) -> [[GlobToken]] {
    var parser = GlobParser(pattern, separator: separator)
    return try parser.parse()
  }

  private mutating func parse() throws(GlobError) -> [[GlobToken]] {
    guard !scalars.isEmpty else { throw error(.empty, at: 0) }
    guard scalars.count <= Glob.maximumLength else {
      throw error(.tooLong, at: Glob.maximumLength)
    }
    var branches: [[GlobToken]] = [[]]
    while position < scalars.count {
      let start = position
      switch scalars[position] {
      case "{":
        let alternatives = try parseBraces()
        guard branches.count * alternatives.count <= Glob.maximumAlternatives else {
          throw error(.tooManyAlternatives, at: start)
        }
        branches = branches.flatMap { branch in
          branch.isEmpty ? alternatives : alternatives.map { branch + $0 }
        }
      case "}": throw error(.unmatchedBrace, at: start)
      default:
        var tokens: [GlobToken] = []
        tokens.reserveCapacity(scalars.count - position)
        while position < scalars.count, scalars[position] != "{", scalars[position] != "}" {
          tokens.append(try parseToken())
        }
        // Before the first braces there is nothing to add it to.
        branches = branches.map { $0.isEmpty ? tokens : $0 + tokens }
      }
    }
    return branches
  }

  /// Reads `{a,b,…}`, the opening brace being next.
  private mutating func parseBraces() throws(GlobError) -> [[GlobToken]] {
    let start = position
    position += 1
    var alternatives: [[GlobToken]] = [[]]
    while position < scalars.count {
      switch scalars[position] {
      case "{": throw error(.nestedBraces, at: position)
      case ",":
        position += 1
        alternatives.append([])
      case "}":
        position += 1
        guard alternatives.count > 1 else { throw error(.singleAlternative, at: start) }
        return alternatives
      default: alternatives[alternatives.count - 1].append(try parseToken())
      }
    }
    throw error(.unterminatedBraces, at: start)
  }

  private mutating func parseToken() throws(GlobError) -> GlobToken {
    let scalar = scalars[position]
    switch scalar {
    case "*":
      let start = position
      while position < scalars.count, scalars[position] == "*" { position += 1 }
      return position - start == 1 ? .star : .doubleStar
    case "?":
      position += 1
      return .anyOf(ScalarSet.all.removing(separator))
    case "[": return try parseClass()
    case "\\": return .literal(try parseEscape())
    default:
      position += 1
      return .literal(scalar)
    }
  }

  /// Reads `\x`: only what means something in a glob may be escaped, so that a mistaken `\n` is not taken for `n`.
  private mutating func parseEscape() throws(GlobError) -> Unicode.Scalar {
    let start = position
    guard position + 1 < scalars.count else { throw error(.trailingEscape, at: start) }
    let scalar = scalars[position + 1]
    switch scalar {
    case "*", "?", "[", "]", "{", "}", ",", "\\", "!", "^", "-":
      position += 2
      return scalar
    default: throw error(.uselessEscape(scalar), at: start)
    }
  }

  /// Reads `[a-z]`, `[!a]` or `[^a]`; a `]` in first place stands for itself, as does a `-` in first or last place.
  private mutating func parseClass() throws(GlobError) -> GlobToken {
    let start = position
    position += 1
    var isInverted = false
    if position < scalars.count, scalars[position] == "!" || scalars[position] == "^" {
      isInverted = true
      position += 1
    }
    var ranges: [ClosedRange<UInt32>] = []
    while position < scalars.count, scalars[position] != "]" || ranges.isEmpty {
      let first = try parseClassMember(start)
      guard position + 1 < scalars.count, scalars[position] == "-", scalars[position + 1] != "]"
      else {
        ranges.append(first.value...first.value)
        continue
      }
      position += 1
      let rangeEnd = position
      let last = try parseClassMember(start)
      guard first <= last else { throw error(.emptyRange, at: rangeEnd) }
      ranges.append(first.value...last.value)
    }
    guard position < scalars.count else { throw error(.unterminatedClass, at: start) }
    position += 1
    let members = ScalarSet(ranges: ranges)
    let set = (isInverted ? members.inverted : members).removing(separator)
    guard !set.isEmpty else { throw error(.emptyClass, at: start) }
    return if let single = set.single { .literal(single) } else { .anyOf(set) }
  }

  private mutating func parseClassMember(_ classStart: Int) throws(GlobError) -> Unicode.Scalar {
    let scalar = scalars[position]
    if scalar == "\\" { return try parseEscape() }
    if scalar == separator { throw error(.separatorInClass, at: position) }
    if scalar == "[", position + 1 < scalars.count, [":", ".", "="].contains(scalars[position + 1])
    {
      throw error(.namedClass, at: position)
    }
    position += 1
    return scalar
  }

  private func error(_ problem: GlobError.Problem, at offset: Int) -> GlobError {
    GlobError(pattern: pattern, problem: problem, offset: offset)
  }
}
