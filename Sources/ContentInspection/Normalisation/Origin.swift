internal import UnicodeText

/// Where the bytes of a decoded text came from.
struct Origin: Sendable {
  let map: MappedText

  /// The place of a range in the text before this step; never empty, so that something can be shown.
  func place(of range: Range<Int>) -> Range<Int> { map.origin(of: range) }
}
