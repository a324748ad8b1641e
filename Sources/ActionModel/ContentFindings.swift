/// What is inside the text of an action: credentials, personal data, sentences aimed at a model.
package struct ContentFindings: Sendable, Hashable {
  /// How much a finding matters, from the least on.
  package enum Severity: String, Sendable, Hashable, CaseIterable {
    case low, medium, high, critical

    /// 1 for the least, 4 for the greatest.
    package var level: Int { (Severity.allCases.firstIndex(of: self) ?? 0) + 1 }
  }

  /// One thing that was found; it says where, and never repeats what.
  package struct Finding: Sendable, Hashable {
    /// The detector's stable id, such as `aws_access_key`.
    package let detector: String
    /// The family of the detector, such as `credential`.
    package let kind: String
    package let severity: Severity
    package let evidence: Evidence

    package init(detector: String, kind: String, severity: Severity, evidence: Evidence) {
      self.detector = detector
      self.kind = kind
      self.severity = severity
      self.evidence = evidence
    }
  }

  package let all: [Finding]
  /// How bad it is all in all, from 0 to 100.
  package let risk: Int

  /// Whether everything was looked at: if not, what was not found may still be there.
  package let isComplete: Bool

  package init(all: [Finding], risk: Int, isComplete: Bool = true) {
    self.all = all
    self.risk = risk
    self.isComplete = isComplete
  }

  /// What holds where nobody could look: the worst.
  package static let unknown = ContentFindings(
    all: [
      Finding(
        detector: "not_inspected", kind: "inspection", severity: .critical,
        evidence: Evidence(argument: "", bytes: 0..<0))
    ], risk: 100, isComplete: false)
}
