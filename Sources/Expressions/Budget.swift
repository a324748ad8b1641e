/// The cost that an evaluation may still spend.
///
/// A step of evaluation costs one unit; reading or writing text, bytes or lists costs one more for every
/// `Budget.bytesPerUnit` bytes or for every element.
package struct Budget: Sendable {
  /// How many bytes of text one unit of cost pays for.
  package static let bytesPerUnit = 16

  package private(set) var remaining: Int

  /// Starts with a limit in units.
  package init(_ limit: Int) {
    remaining = limit
  }

  /// Spends units, or ends the evaluation with the error `cost`.
  package mutating func spend(_ units: Int = 1) throws(EvaluationFailure) {
    remaining -= units
    if remaining < 0 { throw .error(.init(.cost, "")) }
  }

  /// Spends what it costs to read or write so many bytes.
  package mutating func spend(bytes: Int) throws(EvaluationFailure) {
    try spend(bytes / Budget.bytesPerUnit)
  }
}
