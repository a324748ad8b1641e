/// A pattern of the shell (XCU 2.14): `*`, `?`, `[…]`, and everything else for itself.
///
/// Matching follows all ways at once, so that it takes (text × pattern) steps at most.
struct ShellPattern {
  enum Element: Equatable {
    case one(UnicodeScalar)
    case any
    case many
    case set([ClosedRange<UnicodeScalar>], isNegated: Bool)
  }

  private(set) var elements: [Element] = []

  init(elements: [Element]) { self.elements = elements }

  /// Reads a pattern from pieces, of which quoted ones stand for themselves.
  ///
  /// Nil where a piece is not known, and for the extended patterns of bash.
  init?(_ pieces: [WordPiece]) {
    for piece in pieces {
      guard case .text(let text) = piece.part else { return nil }
      if piece.isQuoted {
        elements += text.unicodeScalars.map { .one($0) }
      } else {
        guard read(Array(text.unicodeScalars)) else { return nil }
      }
    }
  }

  /// Whether it matches but one text.
  var isLiteral: Bool {
    elements.allSatisfy { if case .one = $0 { true } else { false } }
  }

  /// Whether all of a text matches.
  func matches(_ text: [UnicodeScalar]) -> Bool {
    if isLiteral {
      return text.count == elements.count && prefixLength(of: text[...], isLongest: true) != nil
    }
    var isWhole = false
    walk(text[...]) { length in isWhole = length == text.count }
    return isWhole
  }

  /// How many scalars at the beginning of a text match; nil where none do.
  func prefixLength(of text: ArraySlice<UnicodeScalar>, isLongest: Bool) -> Int? {
    if isLiteral {
      guard text.count >= elements.count else { return nil }
      for (element, scalar) in zip(elements, text) where element != .one(scalar) { return nil }
      return elements.count
    }
    var found: Int?
    walk(text) { length in if isLongest || found == nil { found = length } }
    return found
  }

  /// The pattern that matches texts written backwards.
  var reversed: ShellPattern { ShellPattern(elements: elements.reversed()) }

  /// Calls a closure with the length of each beginning that matches, the shortest first.
  private func walk(_ text: ArraySlice<UnicodeScalar>, _ found: (Int) -> Void) {
    var states = [Bool](repeating: false, count: elements.count + 1)
    states[0] = true
    skipMany(&states)
    if states[elements.count] { found(0) }
    var length = 0
    for scalar in text {
      length += 1
      var next = [Bool](repeating: false, count: elements.count + 1)
      var isAlive = false
      for (index, element) in elements.enumerated() where states[index] {
        switch element {
        case .many: next[index] = true
        case .any: next[index + 1] = true
        case .one(let expected): next[index + 1] = next[index + 1] || expected == scalar
        case .set(let ranges, let isNegated):
          if ranges.contains(where: { $0.contains(scalar) }) != isNegated { next[index + 1] = true }
        }
      }
      skipMany(&next)
      for state in next where state { isAlive = true }
      guard isAlive else { return }
      if next[elements.count] { found(length) }
      states = next
    }
  }

  private func skipMany(_ states: inout [Bool]) {
    for (index, element) in elements.enumerated() where states[index] && element == .many {
      states[index + 1] = true
    }
  }

  // MARK: Reading

  private mutating func read(_ text: [UnicodeScalar]) -> Bool {
    var index = 0
    while index < text.count {
      let scalar = text[index]
      if index + 1 < text.count, text[index + 1] == "(", "?*+@!".unicodeScalars.contains(scalar) {
        return false
      }
      switch scalar {
      case "*":
        if elements.last != .many { elements.append(.many) }
        index += 1
      case "?":
        elements.append(.any)
        index += 1
      case "\\" where index + 1 < text.count:
        elements.append(.one(text[index + 1]))
        index += 2
      case "[":
        if let end = readSet(text, from: index) {
          index = end
        } else {
          elements.append(.one(scalar))
          index += 1
        }
      default:
        elements.append(.one(scalar))
        index += 1
      }
    }
    return true
  }

  /// Reads `[…]`; nil where no bracket closes it, so that it stands for itself.
  private mutating func readSet(_ text: [UnicodeScalar], from start: Int) -> Int? {
    var index = start + 1
    var isNegated = false
    if index < text.count, text[index] == "!" || text[index] == "^" {
      isNegated = true
      index += 1
    }
    var ranges: [ClosedRange<UnicodeScalar>] = []
    var isFirst = true
    while index < text.count {
      if text[index] == "]", !isFirst {
        elements.append(.set(ranges, isNegated: isNegated))
        return index + 1
      }
      isFirst = false
      if text[index] == "[", index + 1 < text.count, text[index + 1] == ":" {
        guard let end = text[(index + 2)...].firstIndex(of: ":"), end + 1 < text.count,
          text[end + 1] == "]",
          let group = ShellPattern.group(
            String(String.UnicodeScalarView(text[(index + 2)..<end])))
        else { return nil }
        ranges += group
        index = end + 2
        continue
      }
      if text[index] == "\\", index + 1 < text.count { index += 1 }
      let first = text[index]
      index += 1
      if index + 1 < text.count, text[index] == "-", text[index + 1] != "]" {
        let last = text[index + 1]
        index += 2
        if first <= last { ranges.append(first...last) }
      } else {
        ranges.append(first...first)
      }
    }
    return nil
  }

  private static func group(_ name: String) -> [ClosedRange<UnicodeScalar>]? {
    switch name {
    case "upper": ["A"..."Z"]
    case "lower": ["a"..."z"]
    case "digit": ["0"..."9"]
    case "alpha": ["a"..."z", "A"..."Z"]
    case "alnum": ["a"..."z", "A"..."Z", "0"..."9"]
    case "space": [" "..." ", "\t"..."\r"]
    case "blank": [" "..." ", "\t"..."\t"]
    case "punct": ["!"..."/", ":"..."@", "["..."`", "{"..."~"]
    case "xdigit": ["a"..."f", "A"..."F", "0"..."9"]
    default: nil
    }
  }
}
