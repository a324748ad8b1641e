import JSON

/// Finds texts within others, in any case as far as they are ASCII.
enum CaselessSearch {
  static func finds(_ sought: String, in text: String) -> Bool {
    finds(Array(sought.utf8).span, in: Array(text.utf8).span)
  }

  /// Finds a text in JSON, as it stands there or as the content of strings.
  static func finds(_ sought: String, inJSON json: ArraySlice<UInt8>) -> Bool {
    let plain = Array(sought.utf8)
    if finds(plain.span, in: json.span) { return true }
    var writer = JSONWriter()
    writer.string(sought)
    let escaped = Array(writer.bytes.dropFirst().dropLast())
    return escaped != plain && finds(escaped.span, in: json.span)
  }

  private static func finds(_ sought: Span<UInt8>, in bytes: Span<UInt8>) -> Bool {
    guard !sought.isEmpty else { return true }
    guard bytes.count >= sought.count else { return false }
    let first = lowercase(sought[0])
    for start in 0...(bytes.count - sought.count) where lowercase(bytes[start]) == first {
      var length = 1
      while length < sought.count, lowercase(bytes[start + length]) == lowercase(sought[length]) {
        length += 1
      }
      if length == sought.count { return true }
    }
    return false
  }

  private static func lowercase(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }
}
