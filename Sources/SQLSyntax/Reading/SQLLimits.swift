/// Bounds what one text may cost to read; beyond any of them the rest of the text is a gap.
package struct SQLLimits: Sendable, Hashable {
  /// The length of the text, in bytes.
  package let bytes: Int
  /// How deep parentheses, blocks and operators may stand inside one another.
  package let depth: Int
  /// How many texts that a statement has run may stand inside one another.
  package let texts: Int

  /// 256 KiB, a depth of 200, and texts within texts three times.
  package static let standard = SQLLimits(bytes: 256 << 10, depth: 200, texts: 3)

  package init(bytes: Int, depth: Int, texts: Int) {
    self.bytes = bytes
    self.depth = min(depth, 500)
    self.texts = texts
  }
}
