import YAML

/// Collects what is wrong while sources are read, so that all of it is shown at once.
struct ProblemList {
  private var all: [PolicyProblem] = []
  private(set) var hasErrors = false

  /// All problems, by source and place.
  var sorted: [PolicyProblem] {
    all.sorted { ($0.source, $0.position) < ($1.source, $1.position) }
  }

  mutating func error(
    _ message: String, in source: PolicySource, at position: YAMLPosition, hint: String? = nil
  ) {
    hasErrors = true
    all.append(
      PolicyProblem(
        severity: .error, source: source.name, position: position, message: message, hint: hint))
  }

  mutating func warning(
    _ message: String, in source: PolicySource, at position: YAMLPosition, hint: String? = nil
  ) {
    all.append(
      PolicyProblem(
        severity: .warning, source: source.name, position: position, message: message, hint: hint))
  }
}
