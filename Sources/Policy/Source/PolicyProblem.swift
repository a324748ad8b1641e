package import YAML

/// Says what is wrong with a policy, where, and what its writer can do about it.
package struct PolicyProblem: Sendable, Hashable, CustomStringConvertible {
  /// How bad a problem is: an error keeps the whole set out, a warning nothing.
  package enum Severity: String, Sendable, Hashable {
    /// The policy cannot be loaded.
    case error
    /// The policy does what it says, which may be more than was meant.
    case warning
  }

  package let severity: Severity
  /// The name of the source.
  package let source: String
  package let position: YAMLPosition
  /// What is wrong, in lower case without full stop.
  package let message: String
  /// What to do next, where that can be told.
  package let hint: String?

  /// `name:line:column: error: message (hint)`, as compilers write it.
  package var description: String {
    "\(source):\(position): \(severity.rawValue): \(message)" + (hint.map { " (\($0))" } ?? "")
  }
}

/// Everything that is wrong with a set of policies; holds at least one error, in the order of the sources.
package struct PolicyErrors: Error, Sendable, CustomStringConvertible {
  package let problems: [PolicyProblem]

  package var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}
