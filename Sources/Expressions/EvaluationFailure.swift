/// Says why an evaluation has no value: an error, or something it needs is not known.
package enum EvaluationFailure: Error, Sendable, Equatable {
  case error(EvaluationError)
  /// The names of the variables or attributes that are missing, such as `args`.
  case unknown([String])
}

/// An error of evaluation (CEL language definition, "Runtime Errors").
package struct EvaluationError: Error, Sendable, Hashable {
  /// Tells errors apart; the raw value stays the same between versions.
  package enum Code: String, Sendable, CaseIterable {
    case noSuchKey = "no_such_key"
    case noSuchField = "no_such_field"
    case noSuchOverload = "no_such_overload"
    case undeclared = "undeclared"
    case overflow = "overflow"
    case divisionByZero = "division_by_zero"
    case indexOutOfRange = "index_out_of_range"
    case invalidArgument = "invalid_argument"
    case duplicateKey = "duplicate_key"
    case cost = "cost"
  }

  package let code: Code
  /// What the error is about: a key, a function, an argument.
  package let subject: String

  /// Keeps the subject as it is: the message is only written when somebody reads it.
  package init(_ code: Code, _ subject: String) {
    self.code = code
    self.subject = subject
  }
}

extension EvaluationError: CustomStringConvertible {
  /// Says in one sentence what went wrong.
  package var message: String {
    switch code {
    case .noSuchKey: "no such key `\(subject)`"
    case .noSuchField: "no such field: \(subject)"
    case .noSuchOverload: "no such overload: \(subject)"
    case .undeclared: "undeclared reference to \(subject)"
    case .overflow: "out of range: \(subject)"
    case .divisionByZero: "division by zero: \(subject)"
    case .indexOutOfRange: "index \(subject) is out of range"
    case .invalidArgument: "invalid argument: \(subject)"
    case .duplicateKey: "duplicate map key `\(subject)`"
    case .cost: "the evaluation exceeds its cost limit"
    }
  }

  package var description: String { message }
}
