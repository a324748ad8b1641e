/// Text as far as it is known before anything runs.
struct PartialText: Hashable, Sendable {
  private(set) var parts: Word.Parts

  init() { parts = [] }

  init(_ text: String) { parts = Word.Parts(text) }

  init(_ parts: Word.Parts) { self.parts = parts }

  /// Any text at all.
  static let anything = PartialText([.anything])
  /// Any text, as the environment has given it.
  static let given = PartialText([.given])
  /// Any text without a slash: a number, a name.
  static let segment = PartialText([.segment("*")])

  /// The text, if all of it is known.
  var constant: String? { parts.constant }

  var isEmpty: Bool { parts.isEmpty }

  /// Whether the text has at least one character for sure; nil where that is not known.
  var isSurelyEmpty: Bool? {
    if parts.isEmpty { return true }
    for case .text in parts { return false }
    return nil
  }

  mutating func append(_ text: String) { parts.append(text) }

  mutating func append(part: Word.Part) { parts.append(part) }

  mutating func append(_ other: PartialText) {
    if parts.isEmpty { parts = other.parts } else { for part in other.parts { append(part: part) } }
  }

  /// The text if the environment has given nothing.
  var withoutGiven: PartialText {
    var text = PartialText()
    for part in parts where part != .given { text.append(part: part) }
    return text
  }

  /// Whether the text begins with these characters for sure.
  func begins(with start: String) -> Bool {
    if case .text(let text)? = parts.first { text.hasPrefix(start) } else { false }
  }

  /// The word that this text is at a place.
  func word(at bytes: Range<Int>) -> Word { Word(parts: parts, bytes: bytes) }

  /// The text of a word.
  init(_ word: Word) { parts = word.parts }

  /// What two texts have in common: where they differ, their unknown sum.
  ///
  /// Texts that hold no slash stay within one component of a path.
  static func sum(_ texts: some Sequence<PartialText>) -> PartialText {
    let staysInComponent = texts.allSatisfy { text in
      if let known = text.constant {
        return !known.utf8.contains(UInt8(ascii: "/")) && known != ".."
      }
      return text.parts.allSatisfy { part in
        switch part {
        case .text(let text): !text.utf8.contains(UInt8(ascii: "/")) && text != ".."
        case .segment: true
        case .below, .anything, .given: false
        }
      }
    }
    return staysInComponent ? segment : anything
  }
}
