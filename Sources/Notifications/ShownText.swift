import UnicodeText

/// Text that an agent may have written, made fit for people: whatever is invisible or changes what stands around it is an
/// escape, and what is cut off is counted.
struct ShownText: Sendable, Equatable {
  let text: String
  /// Whether nothing is cut off.
  let isWhole: Bool

  /// Shows text on one line.
  ///
  /// - Parameter limit: bytes of what is shown, in UTF-8; the note about what is missing comes on top.
  init(_ text: String, limit: Int) {
    self.init(text, limit: limit, keepsLines: false)
  }

  /// Shows text whose line ends are line ends.
  init(lines text: String, limit: Int) {
    self.init(text, limit: limit, keepsLines: true)
  }

  private init(_ text: String, limit: Int, keepsLines: Bool) {
    var shown = ""
    var missing = 0
    for scalar in text.unicodeScalars {
      guard missing == 0 else {
        missing += 1
        continue
      }
      let isLineEnd = keepsLines && scalar == "\n"
      let part = isLineEnd ? "\n" : Escaped.text(String(scalar))
      if shown.utf8.count + part.utf8.count <= limit { shown += part } else { missing = 1 }
    }
    isWhole = missing == 0
    self.text = isWhole ? shown : "\(shown)… (\(missing) more characters)"
  }
}
