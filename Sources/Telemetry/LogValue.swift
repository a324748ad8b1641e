/// A value in a log line.
///
/// There is no case for arbitrary values, so nothing is printed that was not meant to be; secrets have no conversion.
package enum LogValue: Sendable, Hashable {
  case string(String)
  case integer(Int64)
  case boolean(Bool)

  package init(_ integer: some BinaryInteger) {
    self = .integer(Int64(clamping: integer))
  }
}

extension LogValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
}
