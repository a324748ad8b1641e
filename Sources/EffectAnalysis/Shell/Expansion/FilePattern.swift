/// Turns an expanded field into a word, with its patterns of file names (XCU 2.6.6).
enum FilePattern {
  /// The parts of the word that a field is: components with a pattern become segments.
  ///
  /// - Parameter reachesDown: whether `**` stands for directories below, as with `globstar`.
  static func parts(of field: Field, reachesDown: Bool) -> Word.Parts {
    var text = PartialText()
    guard field.hasPattern else {
      switch field.only?.part {
      case .text(let text): return Word.Parts(text)
      case .given: return PartialText.given.parts
      default: field.eachPiece { text.append(part: $0.part) }
      }
      return text.parts
    }
    var component = Component()
    for piece in field.pieces {
      guard case .text(let known) = piece.part else {
        component.pieces.append(piece)
        continue
      }
      var rest = known.utf8[...]
      while let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
        component.append(rest[..<slash], isQuoted: piece.isQuoted)
        component.write(to: &text, reachesDown: reachesDown)
        component = Component()
        text.append("/")
        rest = rest[rest.index(after: slash)...]
      }
      component.append(rest, isQuoted: piece.isQuoted)
    }
    component.write(to: &text, reachesDown: reachesDown)
    return text.parts
  }

  /// Whether a piece holds a letter of patterns.
  static func isPattern(_ piece: WordPiece) -> Bool {
    guard !piece.isQuoted, case .text(let text) = piece.part else { return false }
    return text.utf8.contains { isPatternLetter($0) }
  }

  static func isPatternLetter(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[")
  }

  /// One component of a path.
  private struct Component {
    var pieces: [WordPiece] = []

    mutating func append(_ stretch: Substring.UTF8View, isQuoted: Bool) {
      if stretch.isEmpty { return }
      pieces.append(WordPiece(part: .text(String(Substring(stretch))), isQuoted: isQuoted))
    }

    func write(to text: inout PartialText, reachesDown: Bool) {
      guard pieces.contains(where: isActive) else {
        for piece in pieces { text.append(part: piece.part) }
        return
      }
      var pattern = ""
      for piece in pieces {
        switch piece.part {
        case .text(let known) where piece.isQuoted:
          pattern += Self.escaped(known)
        case .text(let known): pattern += known
        case .segment: pattern += "*"
        case .below, .anything, .given:
          text.append(part: .anything)
          return
        }
      }
      text.append(part: pattern == "**" && reachesDown ? .below : .segment(pattern))
    }

    /// Text with a backslash before every letter that means something in a pattern.
    private static func escaped(_ text: String) -> String {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(text.utf8.count + 4)
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"),
          UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"):
          bytes.append(UInt8(ascii: "\\"))
        default: break
        }
        bytes.append(byte)
      }
      return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether a piece makes the component a pattern: a bracket does only where it is closed.
    private func isActive(_ piece: WordPiece) -> Bool {
      guard !piece.isQuoted, case .text(let text) = piece.part else { return false }
      var hasBracket = false
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "*"), UInt8(ascii: "?"): return true
        case UInt8(ascii: "["): hasBracket = true
        default: break
        }
      }
      return hasBracket
        && pieces.contains { piece in
          if case .text(let text) = piece.part {
            text.utf8.contains(UInt8(ascii: "]"))
          } else {
            true
          }
        }
    }
  }
}
