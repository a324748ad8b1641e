/// Says why an inspector could not be built.
package struct InspectionError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Problem: Equatable, Sendable {
    /// A table of the product's own is damaged.
    case brokenTable(String)
    /// A pattern of the user's does not compile, or is found everywhere.
    case badPattern(id: String, reason: String)
    /// Two patterns have one id, or a pattern has that of a detector.
    case takenID(String)
    /// An id is empty or holds something besides small letters, digits and `_`.
    case badID(String)
  }

  package let problem: Problem

  init(_ problem: Problem) { self.problem = problem }

  package var description: String {
    switch problem {
    case .brokenTable(let line): "the table of detectors is damaged at `\(line)`; install it again"
    case .badPattern(let id, let reason): "the pattern `\(id)` cannot be looked for: \(reason)"
    case .takenID(let id): "a detector `\(id)` exists already; choose another id"
    case .badID(let id):
      "`\(id)` is no id; write 1 to 64 small letters, digits and `_`, such as `customer_number`"
    }
  }
}
