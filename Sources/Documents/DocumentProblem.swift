package import YAML

/// Says what is wrong with a document, where, and what its writer can do about it.
package struct DocumentProblem: Sendable, Hashable, CustomStringConvertible {
  /// How bad a problem is: an error keeps the document out, a warning nothing.
  package enum Severity: String, Sendable, Hashable {
    /// The document cannot be used.
    case error
    /// The document does what it says, which may be more than was meant.
    case warning
  }

  package let severity: Severity
  /// Which check found it: `invalid` for errors, a word such as `always-true` for each kind of warning.
  package let code: String
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

/// Everything that is wrong with one or more documents; holds at least one error, in the order of the sources.
package struct DocumentErrors: Error, Sendable, CustomStringConvertible {
  package let problems: [DocumentProblem]

  package init(problems: [DocumentProblem]) { self.problems = problems }

  package var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}
