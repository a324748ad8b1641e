/// Says how text is brought to one form before it is looked at; composition (NFC) is part of every form.
package struct TextForm: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Characters that are another one in disguise become it (NFKC): full-width and mathematical letters, ligatures.
  package static let compatibility = TextForm(rawValue: 1)
  /// Letters lose their case (full case folding).
  package static let foldedCase = TextForm(rawValue: 2)
  /// Characters that nobody sees are taken out; see `HiddenCharacter`.
  package static let withoutInvisible = TextForm(rawValue: 4)
  /// Tag characters (U+E0020 to U+E007E) become the ASCII that they stand for.
  package static let tagsAsText = TextForm(rawValue: 8)
  /// Letters of other scripts that look like ASCII ones become those.
  package static let latinLookalikes = TextForm(rawValue: 16)
  /// Accents and other marks on letters are taken off.
  package static let withoutMarks = TextForm(rawValue: 32)

  /// The form for comparing text with words that somebody may have disguised.
  package static let plain: TextForm = [
    .compatibility, .foldedCase, .withoutInvisible, .tagsAsText, .latinLookalikes,
  ]
}

extension TextForm {
  /// Brings UTF-8 to this form, in time linear in it; bytes that are not UTF-8 become U+FFFD, each by itself.
  package func applied(to bytes: [UInt8]) -> MappedText {
    let mayStay = !contains(.foldedCase)
    if mayStay && bytes.span.isASCII(from: 0) { return MappedText(bytes) }
    var normalizer = TextNormalizer(form: self, capacity: bytes.count)
    return normalizer.normalize(bytes.span)
  }

  /// Brings text to this form; the map counts in UTF-8.
  package func applied(to text: String) -> MappedText {
    applied(to: Array(text.utf8))
  }
}
