/// Bounds what one text may cost to read.
package struct JSONLimits: Equatable, Sendable {
  /// The deepest nesting any limits may allow, since comparing and writing values recurses.
  package static let deepest = 512

  /// The length of the text, in bytes.
  package let bytes: Int
  /// Values and keys together; each takes 16 bytes of memory.
  package let tokens: Int
  /// How many arrays and objects may stand inside one another; a lone scalar has depth 0.
  package let depth: Int

  /// 4 MiB, 262,144 tokens and a depth of 64: generous for a tool call, 4 MiB of tokens at worst.
  package static let standard = JSONLimits(bytes: 4 << 20, tokens: 1 << 18, depth: 64)

  /// Bounds bytes and tokens to what a token can hold (2^32 and 2^28), and depth to `deepest`.
  package init(bytes: Int, tokens: Int, depth: Int) {
    self.bytes = min(bytes, Int(UInt32.max))
    self.tokens = min(tokens, JSONToken.largestCount)
    self.depth = min(depth, Self.deepest)
  }
}
