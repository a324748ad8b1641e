/// Searches by bytes: a sign is found with a combining mark behind it too, and no Unicode tables are looked at.
extension StringProtocol {
  /// Finds the first place where some text stands; nil for empty text.
  @specialized(where Self == String)
  @specialized(where Self == Substring)
  package func firstRange(ofBytes text: String) -> Range<Index>? {
    let (bytes, sought) = (utf8, Array(text.utf8))
    guard let first = sought.first else { return nil }
    var start = bytes.startIndex
    while let found = bytes[start...].firstIndex(of: first) {
      var (end, matched) = (found, 0)
      while matched < sought.count, end < bytes.endIndex, bytes[end] == sought[matched] {
        end = bytes.index(after: end)
        matched += 1
      }
      if matched == sought.count { return found..<end }
      start = bytes.index(after: found)
    }
    return nil
  }

  /// Tells whether some text stands anywhere in this one.
  @specialized(where Self == String)
  @specialized(where Self == Substring)
  package func contains(bytes text: String) -> Bool {
    text.isEmpty || firstRange(ofBytes: text) != nil
  }

  /// Puts other text in all places where some text stands.
  package func replacing(bytes text: String, with other: String) -> String {
    var result = ""
    var rest = self[...]
    while let range = rest.firstRange(ofBytes: text) {
      result += rest[..<range.lowerBound]
      result += other
      rest = rest[range.upperBound...]
    }
    return result + rest
  }
}
