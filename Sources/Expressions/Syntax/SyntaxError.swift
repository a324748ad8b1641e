/// What is wrong at one place of a source text, before line and column are counted.
struct SyntaxError: Error, Sendable {
  /// Bytes of UTF-8 from the start of the source.
  let offset: Int
  let message: String
  let hint: String?

  init(_ offset: Int, _ message: String, hint: String? = nil) {
    self.offset = offset
    self.message = message
    self.hint = hint
  }

  /// Counts the line and the column, both from 1.
  func located(in source: [UInt8]) -> ExpressionError {
    var line = 1
    var column = 1
    for byte in source.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return ExpressionError(line: line, column: column, message: message, hint: hint)
  }
}
