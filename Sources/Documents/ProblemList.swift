package import YAML

/// Collects what is wrong while sources are read, so that all of it is shown at once.
package struct ProblemList {
  package init() {}

  private var all: [DocumentProblem] = []
  package private(set) var hasErrors = false

  /// All problems, by source and place.
  package var sorted: [DocumentProblem] {
    all.sorted { ($0.source, $0.position) < ($1.source, $1.position) }
  }

  package mutating func error(
    _ message: String, in source: DocumentSource, at position: YAMLPosition, hint: String? = nil
  ) {
    hasErrors = true
    all.append(
      DocumentProblem(
        severity: .error, code: "invalid", source: source.name, position: position,
        message: message, hint: hint))
  }

  package mutating func warning(
    _ message: String, in source: DocumentSource, at position: YAMLPosition, hint: String? = nil,
    code: String
  ) {
    all.append(
      DocumentProblem(
        severity: .warning, code: code, source: source.name, position: position, message: message,
        hint: hint))
  }
}
