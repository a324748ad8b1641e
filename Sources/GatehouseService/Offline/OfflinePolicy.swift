package import ActionModel
import ContentInspection
import EffectAnalysis
import Expressions
package import JSON
package import Policy
import Telemetry

/// Asks the policy that a configuration names, without an instance and without recording anything.
package struct OfflinePolicy: Sendable {
  package let set: PolicySet
  private let projects: ProjectDirectories
  private let analyzer: EffectAnalyzer
  private let inspection: ContentInspector
  /// The agents' files; nil where they are not those of this machine.
  private let files: (any FileSystemView)?

  init(
    set: PolicySet, projects: ProjectDirectories, analyzer: EffectAnalyzer,
    inspection: ContentInspector, files: (any FileSystemView)?
  ) {
    self.set = set
    self.projects = projects
    self.analyzer = analyzer
    self.inspection = inspection
    self.files = files
  }

  /// Loads the policy.
  ///
  /// - Throws: `FileError` or `DocumentErrors`.
  package init(_ configuration: Configuration) throws {
    let tools = try ToolFiles.read(configuration.tools)
    set = try PolicySet.load(
      try PolicyFiles.read(configuration.policy), timeZones: TimeZoneFiles.read(),
      tools: tools.known(areAll: !configuration.tools.isEmpty))
    projects = try ProjectDirectories(configuration.projects)
    analyzer = try EffectAnalyzer(
      tools: tools, commands: try CommandFiles.read(configuration.commands))
    inspection = try ContentInspector(configuration)
    files = configuration.files == .local ? LocalFiles() : nil
  }

  /// What the actions of a log can be decided by anew.
  var replay: LogReplay {
    LogReplay(
      set: set, projects: projects,
      source: ReplayAnalysis(analyzer: analyzer, inspection: inspection, projects: projects))
  }

  /// Reads an action, in the form that callers send, from a file.
  ///
  /// Whoever can run the program on a policy needs no credential: the agent is taken to be who the action says.
  package func request(fromFile path: String) throws -> PolicyRequest {
    let document: JSONValue
    do {
      document = try JSONDocument.parse(try Files.read(path))
    } catch let error as JSONError {
      throw ServiceError("`\(path)` is not JSON: \(error)")
    }
    do throws(ActionError) {
      return try request(document)
    } catch {
      throw ServiceError("`\(path)` is no action: \(error)")
    }
  }

  /// Takes a document for an action, with what it would do.
  package func request(_ document: JSONValue) throws(ActionError) -> PolicyRequest {
    let action = try Action(native: document, caller: .anonymous)
    let principal = Principal(
      tenant: action.tenant ?? Principal.defaultTenant, id: action.agent ?? action.caller.id,
      verified: true, via: nil)
    return PolicyRequest(
      action: action, principal: principal,
      now: Timestamp(unixNanoseconds: SystemClock.unixNanoseconds()), effects: effects(of: action),
      content: set.needsContent(of: action.tool) ? inspection.findings(in: action) : nil,
      project: projects, refusal: refusal(of: action))
  }

  /// Why an action is denied before any rule is asked.
  private func refusal(of action: Action) -> Decision.Reason? {
    analyzer.complaint(about: action).map {
      Decision.Reason(code: .invalidArguments, text: $0)
    }
  }

  /// What an action would do, on the agents' files; nil where no rule asks.
  package func effects(of action: Action) -> Effects? {
    guard set.needsEffects(of: action.tool) else { return nil }
    let scene = Scene(of: action, projects: projects.directories, files: files)
    return analyzer.analyze(action, in: scene)
  }

  /// Decides as an instance would on its first call: every counter stands at zero.
  package func decide(_ request: PolicyRequest) -> Decision {
    let outcome = set.evaluate(request, counters: EmptyCounters())
    return Decision(
      id: "dec_offline", verdict: outcome.verdict, reason: outcome.reason, rules: outcome.rules,
      flags: outcome.flags, obligations: outcome.obligations)
  }

  /// Decides cases, each analysed and inspected as the daemon would, unless it says itself what its action does.
  ///
  /// Paths are judged by their spelling alone, so that a test says the same on every machine.
  package func run(_ cases: [PolicyCase]) -> PolicyCaseReport {
    set.run(
      cases.map { policyCase in
        let action = policyCase.request.action
        let own = policyCase.request.project
        let project = own.directories.isEmpty ? projects : own
        let isAsked = set.needsEffects(of: action.tool) && policyCase.request.effects == nil
        let scene = Scene(of: action, projects: project.directories, files: nil)
        return policyCase.analyzed(
          effects: isAsked ? analyzer.analyze(action, in: scene) : nil,
          content: set.needsContent(of: action.tool) ? inspection.findings(in: action) : nil,
          project: project, refusal: refusal(of: action))
      })
  }

  package func explain(_ request: PolicyRequest) -> PolicyTrace {
    set.explain(request, counters: EmptyCounters())
  }

  /// Says in plain lines what the call would do, what of it is not understood, and what is inside; none where no rule asks.
  package func understanding(of request: PolicyRequest) -> [String] {
    var lines: [String] = []
    if let effects = request.effects {
      lines.append("the call \(EffectsSummary(effects))")
      lines += effects.gaps.map { "not understood: \($0.why) (\($0.evidence.place))" }
    }
    lines += (request.content?.all ?? []).map {
      "found: \($0.detector) of severity \($0.severity.rawValue) (\($0.evidence.place))"
    }
    return lines
  }
}

extension Evidence {
  /// The place in an argument, for people.
  fileprivate var place: String {
    "bytes \(bytes.lowerBound) to \(bytes.upperBound) of `\(argument)`"
  }
}
