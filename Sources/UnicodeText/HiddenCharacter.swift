/// A character that changes what a text means or does, without being seen itself.
package struct HiddenCharacter: Sendable, Hashable {
  /// Says what a hidden character does.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Takes up no room: joiners, zero-width and filling characters, soft hyphens.
    case zeroWidth = "zero_width"
    /// Turns the direction of the text around it, so that it reads otherwise than it is (UAX 9).
    case bidirectional
    /// Tags (U+E0000 to U+E007F), in which whole sentences can be hidden.
    case tag
    /// Chooses between shapes of the character before it; 256 of them make an alphabet of their own.
    case variationSelector = "variation_selector"
  }

  package let kind: Kind
  /// The scalar's bytes, in UTF-8.
  package let bytes: Range<Int>

  /// Finds the first hidden characters of a text, at most `limit`, in time linear in it.
  package static func all(in text: [UInt8], limit: Int) -> [HiddenCharacter] {
    var found: [HiddenCharacter] = []
    let span = text.span
    var index = 0
    while found.count < limit {
      index = span.endOfASCII(from: index)
      guard index < span.count else { break }
      let scalar = span.scalar(at: index)
      if let kind = Kind(scalar.value) {
        found.append(HiddenCharacter(kind: kind, bytes: scalar.bytes))
      }
      index = scalar.bytes.upperBound
    }
    return found
  }
}

extension HiddenCharacter.Kind {
  /// The kind of a scalar; nil for one that is seen.
  init?(_ scalar: Int32) {
    switch scalar {
    case ..<0xAD: return nil
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: self = .bidirectional
    case 0xAD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B...0x200D, 0x2060...0x2065,
      0x206A...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3,
      0x1D173...0x1D17A:
      self = .zeroWidth
    case 0xFE00...0xFE0F, 0x180B...0x180D, 0x180F, 0xE0100...0xE01EF: self = .variationSelector
    case 0xE0000...0xE0FFF: self = .tag
    default: return nil
    }
  }
}
