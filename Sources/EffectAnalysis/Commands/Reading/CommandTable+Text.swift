/// Comparisons with the tables' text.
extension CommandTable {
  func string(_ name: Name) -> String { String(decoding: text[name.range], as: UTF8.self) }

  func equals(_ name: Name, _ bytes: Span<UInt8>) -> Bool {
    Int(name.count) == bytes.count && hasPrefix(name, bytes)
  }

  func equal(_ left: Name, _ right: Name) -> Bool { text[left.range] == text[right.range] }

  /// Whether the name begins with these bytes.
  func hasPrefix(_ name: Name, _ bytes: Span<UInt8>) -> Bool {
    guard Int(name.count) >= bytes.count else { return false }
    let start = Int(name.start)
    for index in bytes.indices where text[start + index] != bytes[index] { return false }
    return true
  }

  /// The key that a name falls under: the same without case, or by a pattern with `*`; the first that fits.
  func key(named name: String, in slice: Slice) -> Int? {
    let bytes = name.utf8.span
    for key in slice.range where matches(keys[key].name, bytes) { return key }
    return nil
  }

  /// Matches a key with at most one `*`.
  private func matches(_ pattern: Name, _ bytes: Span<UInt8>) -> Bool {
    let range = pattern.range
    guard let star = range.first(where: { text[$0] == UInt8(ascii: "*") }) else {
      return range.count == bytes.count && equalWithoutCase(range, bytes, at: 0)
    }
    let suffix = star + 1..<range.upperBound
    return bytes.count >= range.count - 1
      && equalWithoutCase(range.lowerBound..<star, bytes, at: 0)
      && equalWithoutCase(suffix, bytes, at: bytes.count - suffix.count)
  }

  private func equalWithoutCase(_ range: Range<Int>, _ bytes: Span<UInt8>, at start: Int) -> Bool {
    for offset in 0..<range.count
    where Self.lower(text[range.lowerBound + offset]) != Self.lower(bytes[start + offset]) {
      return false
    }
    return true
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
  }
}
