/// What an inspector looks for, and what it may cost.
package struct InspectionOptions: Sendable {
  /// A pattern of the user's own.
  package struct Pattern: Sendable, Equatable {
    /// The id that findings carry: small letters, digits and `_`.
    package let id: String
    /// A regular expression in RE2's syntax.
    package let expression: String
    package let severity: Severity

    package init(id: String, expression: String, severity: Severity) {
      self.id = id
      self.expression = expression
      self.severity = severity
    }
  }

  /// The families of detectors that report.
  package var kinds: Set<Finding.Kind>
  /// Whether the trained model judges the text, besides phrases and markers.
  package var usesModel: Bool
  package var patterns: [Pattern]
  package var limits: InspectionLimits

  package init(
    kinds: Set<Finding.Kind> = Set(Finding.Kind.allCases), usesModel: Bool = true,
    patterns: [Pattern] = [], limits: InspectionLimits = .standard
  ) {
    self.kinds = kinds
    self.usesModel = usesModel
    self.patterns = patterns
    self.limits = limits
  }
}
