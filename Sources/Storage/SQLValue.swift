/// One value of a row, or of a statement's parameters.
///
/// There are no others, so that both engines keep the same: truth is 0 or 1, bytes are text in hexadecimal or base64, a
/// time is the nanoseconds since 1970.
package enum SQLValue: Sendable, Hashable {
  /// Any text without NUL.
  case text(String)
  case integer(Int64)
  case null
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .text(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(nilLiteral: ()) { self = .null }

  /// A text, or null for none.
  package init(_ text: String?) { self = text.map { .text($0) } ?? .null }
  /// A number, or null for none.
  package init(_ number: Int64?) { self = number.map { .integer($0) } ?? .null }
  package init(_ truth: Bool) { self = .integer(truth ? 1 : 0) }
}
