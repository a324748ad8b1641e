/// What has to stand before a keyword for it to count, as far as a glance tells.
enum KeywordStart: Sendable {
  case anything
  /// No word goes on before it.
  case boundary
  /// So many bytes of a set stand before it.
  case bytes(ByteSet, least: Int)

  /// Tells whether a keyword at an index may count.
  @inline(__always)
  func allows(_ text: [UInt8], _ index: Int) -> Bool {
    switch self {
    case .anything: true
    case .boundary: Boundary.isBefore(text, index)
    case .bytes(let set, let least):
      index >= least && set.contains(text[index - 1]) && set.contains(text[index - least])
    }
  }
}

/// Where tokens may begin.
enum Boundary {
  /// Tells whether no word goes on before an index; a letter that a backslash escapes ends one.
  @inline(__always)
  static func isBefore(_ text: [UInt8], _ index: Int) -> Bool {
    guard index > 0 else { return true }
    let before = text[index - 1]
    guard ASCII.isAlphanumeric(before) || before == UInt8(ascii: "_") else { return true }
    guard index > 1, text[index - 2] == UInt8(ascii: "\\") else { return false }
    return before == UInt8(ascii: "n") || before == UInt8(ascii: "r") || before == UInt8(ascii: "t")
  }
}
