/// One value or key of a scanned text: 16 bytes that say what it is and where it lies.
///
/// A text becomes one flat array of tokens in the order of the text. A container's token comes
/// before those of its contents; an object holds key, value, key, value. Nothing is copied or
/// decoded: a token only points into the bytes.
///
/// `next` is the index after the token's whole subtree, so a value's sibling is found in one step
/// whatever it holds. For `{"a": [1, true], "b": "x\n"}`:
///
/// | index | kind   | start..<end | next | count | note                        |
/// |------:|--------|-------------|-----:|------:|-----------------------------|
/// | 0     | object | 0..<28      | 7    | 2     | members, not tokens         |
/// | 1     | string | 1..<4       | 2    | 0     | key; quotes are included    |
/// | 2     | array  | 6..<15      | 5    | 2     | elements                    |
/// | 3     | number | 7..<8       | 4    | 0     | `isPlain`: digits only      |
/// | 4     | true   | 10..<14     | 5    | 0     |                             |
/// | 5     | string | 17..<20     | 6    | 0     | key                         |
/// | 6     | string | 22..<27     | 7    | 0     | not `isPlain`: has an escape |
///
/// While a container is open, the scanner keeps the index of its parent in `next`: the chain of open
/// containers needs no stack of its own.
struct JSONToken: Equatable, Sendable {
  enum Kind: UInt8 {
    case null, `false`, `true`, number, string, array, object
  }

  /// The most members that 28 bits can count, and so the most tokens of a document.
  static let largestCount = 1 << 28 - 1

  private var startOffset: UInt32
  private var endOffset: UInt32
  private var nextIndex: UInt32
  /// Bits 0–2 the kind, bit 3 `isPlain`, bits 4–31 the count.
  private var packed: UInt32

  init(_ kind: Kind, start: Int, end: Int, next: Int, isPlain: Bool = false) {
    startOffset = UInt32(truncatingIfNeeded: start)
    endOffset = UInt32(truncatingIfNeeded: end)
    nextIndex = UInt32(truncatingIfNeeded: next)
    packed = UInt32(kind.rawValue) | (isPlain ? 8 : 0)
  }

  // INVARIANT: bits 0–2 are only ever set from a `Kind`, so the fallback is never taken.
  var kind: Kind { Kind(rawValue: UInt8(packed & 7)) ?? .null }
  /// True for a string without escapes, and for a number of digits alone (with or without minus).
  var isPlain: Bool { packed & 8 != 0 }
  /// The offset of the first byte.
  var start: Int { Int(startOffset) }
  /// The offset after the last byte.
  var end: Int {
    get { Int(endOffset) }
    set { endOffset = UInt32(truncatingIfNeeded: newValue) }
  }
  /// The index of the first token after this one and all it contains.
  var next: Int {
    get { Int(nextIndex) }
    set { nextIndex = UInt32(truncatingIfNeeded: newValue) }
  }
  /// How many elements or members a container has.
  var count: Int { Int(packed >> 4) }

  mutating func countOneMore() { packed += 16 }

  /// The bytes between a string's quotes.
  var content: Range<Int> { start + 1..<end - 1 }
}
