/// A token of a text.
struct SQLToken {
  /// Says what a token is; comments and white space leave none.
  enum Kind: UInt8 {
    /// A keyword or a name without quotes; `text` is in lower case.
    case word
    /// A name in quotes; `text` is what they hold.
    case quoted
    /// A string; `text` is its value.
    case string
    case number
    /// A variable or parameter with its mark: `@x`, `@@x`, `:x`, `?`, `$1`.
    case variable
    case `operator`
    case open, close, comma, semicolon, dot
    /// A line for the client program, or what ends a batch.
    case command, separator
    /// Bytes that no token begins with, or a string or comment that does not end; `text` says which.
    case fault
    case end
  }

  let kind: Kind
  let start: Int
  let end: Int
  let text: String

  var bytes: Range<Int> { start..<end }

  /// Whether it is this keyword, in lower case; a name in quotes never is.
  func `is`(_ word: String) -> Bool { kind == .word && text == word }

  func isOperator(_ text: String) -> Bool { kind == .operator && self.text == text }
}
