import YAML

/// Collects what is wrong while sources are read, so that all of it is shown at once.
struct ProblemList {
  private(set) var all: [PolicyProblem] = []
  private(set) var hasErrors = false

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
