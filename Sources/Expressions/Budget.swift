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

  /// Spends units, or ends the evaluation with the error `cost`: once spent, a budget stays spent.
  package mutating func spend(_ units: Int = 1) throws(EvaluationFailure) {
    guard units <= remaining else {
      remaining = -1
      throw .error(.init(.cost, ""))
    }
    remaining -= units
  }

  /// Spends what it costs to read or write so many bytes.
  package mutating func spend(bytes: Int) throws(EvaluationFailure) {
    try spend(bytes / Budget.bytesPerUnit)
  }
}
