extension Span<UInt8> {
  /// Tells whether these bytes begin with the others.
  func starts(with prefix: Span<UInt8>) -> Bool {
    guard count >= prefix.count else { return false }
    for index in prefix.indices where self[index] != prefix[index] { return false }
    return true
  }

  /// Tells whether the bytes from `offset` on begin with the others.
  func holds(_ bytes: [UInt8], at offset: Int) -> Bool {
    guard count - offset >= bytes.count else { return false }
    for index in bytes.indices where self[offset + index] != bytes[index] { return false }
    return true
  }

  /// Tells whether these are the very same bytes; `String` would compare by canonical equivalence instead.
  func equals(_ other: Span<UInt8>) -> Bool {
    count == other.count && starts(with: other)
  }
}
