import ByteParsing

/// Received bytes that are not yet used up.
struct InputBuffer: Sendable {
  private(set) var bytes: [UInt8] = []
  /// Where the unused bytes begin.
  private(set) var start = 0

  var count: Int { bytes.count - start }
  var isEmpty: Bool { start == bytes.count }

  mutating func append(_ more: Span<UInt8>) {
    if start > 0 { compact() }
    bytes.append(more)
  }

  /// Uses up a count of bytes, at most all there are.
  mutating func drop(_ count: Int) {
    start += count
    if start == bytes.count { empty() }
  }

  /// Takes out a count of bytes; all of them at once go without a copy.
  mutating func take(_ count: Int) -> [UInt8] {
    if start == 0, count == bytes.count {
      defer { bytes = [] }
      return bytes
    }
    let taken = Array(bytes[start..<start + count])
    drop(count)
    return taken
  }

  /// Moves a count of bytes to the end of an array.
  mutating func move(_ count: Int, to array: inout [UInt8]) {
    array.append(bytes.span.extracting(start..<start + count))
    drop(count)
  }

  /// Gives everything back.
  mutating func release() {
    bytes = []
    start = 0
  }

  /// Forgets used bytes, keeping small storage for the next request and giving back large.
  private mutating func empty() {
    start = 0
    if bytes.capacity > 2048 { bytes = [] } else { bytes.removeAll(keepingCapacity: true) }
  }

  private mutating func compact() {
    bytes.removeSubrange(..<start)
    start = 0
  }
}
