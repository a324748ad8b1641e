import ActionModel
import ContentInspection
import DecisionPoint

/// Looks into the arguments of actions.
struct ContentService: ContentSource {
  private let inspector: ContentInspector

  init() throws { inspector = try ContentInspector() }

  func findings(in action: Action) -> ContentFindings {
    guard let arguments = action.arguments else { return ContentFindings(all: [], risk: 0) }
    return ContentFindings(inspector.inspect(arguments))
  }
}

extension ContentFindings {
  init(_ inspection: JSONInspection) {
    self.init(
      all: inspection.findings.map { located in
        Finding(
          detector: located.finding.detector, kind: located.finding.kind.rawValue,
          severity: Severity(rawValue: located.finding.severity.rawValue) ?? .critical,
          evidence: Evidence(argument: located.pointer, bytes: located.finding.bytes))
      }, risk: inspection.risk)
  }
}
