/// Everything that is wrong with a source text; never empty.
package struct ExpressionErrors: Error, Sendable {
  /// The errors in the order of the source.
  package let errors: [ExpressionError]
}

/// One error in a source text, and where it is.
package struct ExpressionError: Error, Sendable, Hashable {
  /// The line, from 1.
  package let line: Int
  /// The column in characters (Unicode scalars), from 1.
  package let column: Int
  /// Says what is wrong, in lower case without full stop.
  package let message: String
  /// Says what to do next, where that can be told.
  package let hint: String?
}

extension ExpressionError: CustomStringConvertible {
  package var description: String {
    "\(line):\(column): \(message)" + (hint.map { " (\($0))" } ?? "")
  }
}
