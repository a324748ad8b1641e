/// Says why a text is not the strict JSON this project reads (RFC 8259), and where.
package struct JSONError: Error, Equatable, Sendable {
  /// The kind of fault; raw values are stable and may be shown to clients.
  package enum Code: String, Sendable, CaseIterable {
    case empty
    case byteOrderMark = "byte_order_mark"
    case unexpectedEnd = "unexpected_end"
    case unexpectedByte = "unexpected_byte"
    case trailingBytes = "trailing_bytes"
    case invalidLiteral = "invalid_literal"
    case invalidNumber = "invalid_number"
    case leadingZero = "leading_zero"
    case controlCharacter = "control_character"
    case invalidEscape = "invalid_escape"
    case loneSurrogate = "lone_surrogate"
    case invalidUTF8 = "invalid_utf8"
    case duplicateKey = "duplicate_key"
    case tooDeep = "too_deep"
    case tooManyBytes = "too_many_bytes"
    case tooManyTokens = "too_many_tokens"
    /// Only the canonical form refuses such numbers: see ``CanonicalJSON``.
    case numberOutOfRange = "number_out_of_range"
  }

  package let code: Code
  /// Where the fault is, in bytes from the start of the text.
  package let offset: Int
  /// A sentence for a reader: lower case, without full stop or offset.
  package let message: String

  package init(_ code: Code, at offset: Int, _ message: String) {
    self.code = code
    self.offset = offset
    self.message = message
  }
}

extension JSONError: CustomStringConvertible {
  /// The message with its place, as logs and problem details show it.
  package var description: String { "\(message), at byte \(offset)" }
}
