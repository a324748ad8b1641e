extension Span<UInt8> {
  /// Tells whether these bytes begin with the others.
  func starts(with prefix: Span<UInt8>) -> Bool {
    guard count >= prefix.count else { return false }
    for index in prefix.indices where self[index] != prefix[index] { return false }
    return true
  }

  /// Tells whether these bytes end with the others.
  func ends(with suffix: Span<UInt8>) -> Bool {
    guard count >= suffix.count else { return false }
    let offset = count - suffix.count
    for index in suffix.indices where self[offset + index] != suffix[index] { return false }
    return true
  }

  /// Tells whether these are the very same bytes; `String` would compare by canonical equivalence instead.
  func equals(_ other: Span<UInt8>) -> Bool {
    count == other.count && starts(with: other)
  }
}
