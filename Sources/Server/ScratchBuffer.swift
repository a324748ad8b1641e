/// Bytes on their way from one step to the next, in storage that is used over and over.
struct ScratchBuffer {
  /// Storage larger than this many bytes is given back.
  private static let keptCapacity = 256 * 1024

  var bytes: [UInt8] = []

  /// Hands the bytes on and is empty then.
  mutating func drain(_ body: (Span<UInt8>) -> Void) {
    body(bytes.span)
    bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptCapacity)
  }
}
