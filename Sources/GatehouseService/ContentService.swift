import ActionModel
import ContentInspection
import DecisionPoint

/// Looks into the arguments of actions; into long ones not on the event loop.
struct ContentService: ContentSource {
  let inspector: Prepared<ContentInspector>
  private let threads: AnalysisThreads

  init(_ configuration: Configuration, threads: AnalysisThreads) throws {
    let patterns = try PatternFiles.read(configuration.patterns)
    inspector = Prepared { try ContentInspector(InspectionOptions(patterns: patterns)) }
    // What is wrong with the operator's patterns is said at the start, whether or not a rule reads what they find.
    if !patterns.isEmpty { try inspector.prepare() }
    self.threads = threads
  }

  func prepare() { try? inspector.prepare() }

  func findings(in action: Action) async -> ContentFindings {
    guard let inspector = inspector.value else { return .unknown }
    guard threads.areNeeded(for: action) else { return inspector.findings(in: action) }
    return await threads.run { [inspector] in inspector.findings(in: action) } ?? .unknown
  }
}

extension ContentInspector {
  /// Fails with the user's pattern that cannot be used, if there is one.
  init(_ configuration: Configuration) throws {
    try self.init(InspectionOptions(patterns: try PatternFiles.read(configuration.patterns)))
  }

  /// Looks into the arguments of an action.
  func findings(in action: Action) -> ContentFindings {
    guard let arguments = action.arguments else { return ContentFindings(all: [], risk: 0) }
    return ContentFindings(inspect(arguments))
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
      }, risk: inspection.risk,
      isComplete: !inspection.findings.contains { $0.finding.kind == .inspection })
  }
}
