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

  /// Matches a key in which each `*` stands for any characters.
  private func matches(_ pattern: Name, _ bytes: Span<UInt8>) -> Bool {
    let range = pattern.range
    var (next, position) = (range.lowerBound, 0)
    // Where to go on after a mismatch: behind the last star, one byte further.
    var retry: (next: Int, position: Int)?
    while position < bytes.count {
      if next < range.upperBound, text[next] == UInt8(ascii: "*") {
        retry = (next + 1, position)
        next += 1
      } else if next < range.upperBound, Self.lower(text[next]) == Self.lower(bytes[position]) {
        next += 1
        position += 1
      } else if let (star, start) = retry {
        retry = (star, start + 1)
        (next, position) = (star, start + 1)
      } else {
        return false
      }
    }
    while next < range.upperBound, text[next] == UInt8(ascii: "*") { next += 1 }
    return next == range.upperBound
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
  }
}
