import ActionModel
import Console
import ContentInspection
import DecisionPoint
import Documents
import EffectAnalysis
import JSON
import Policy
import Telemetry
import Workers

/// Shows the policy, tries drafts of it and saves them, for the admin API; on a thread of its own, since compiling and
/// replaying take their time.
struct PolicyWorkbench: PolicyDesk {
  /// How much may be asked at once.
  private static let capacity = 8
  /// How long an answer may take, in nanoseconds.
  private static let time: Int64 = 60_000_000_000
  /// How many differences of each sort an answer names one by one.
  private static let mostDifferences = 100

  private let keeper: PolicyKeeper
  private let decisionPoint: DecisionPoint
  private let projects: ProjectDirectories
  private let analyzer: Prepared<EffectAnalyzer>
  private let inspector: Prepared<ContentInspector>
  private let seesFiles: Bool
  private let isWritable: Bool
  private let data: String
  private let started = SystemClock.unixNanoseconds()
  private let pool = Prepared {
    guard
      let pool = WorkerPool(
        name: "policy", threads: 1, capacity: Self.capacity, time: Self.time,
        standsBack: true, clock: SystemClock.monotonicNanoseconds)
    else { throw ServiceError("the system starts no more threads") }
    return pool
  }

  init(
    _ configuration: Configuration, keeper: PolicyKeeper, decisionPoint: DecisionPoint,
    preparation: Preparation
  ) throws {
    self.keeper = keeper
    self.decisionPoint = decisionPoint
    projects = try ProjectDirectories(configuration.projects)
    analyzer = preparation.effects.analyzer
    inspector = preparation.content.inspector
    seesFiles = configuration.files == .local
    isWritable = !configuration.editors.isEmpty
    data = configuration.data
  }

  // MARK: Looking

  func rules() throws(PolicyDeskError) -> [UInt8] {
    guard let live = keeper.state.live else { throw .failed("no usable policy is loaded") }
    return RuleList(
      set: live.set, digest: live.digest, hits: decisionPoint.ruleHits, since: started
    ).json
  }

  func sources() async throws(PolicyDeskError) -> [UInt8] {
    let (files, live) = (keeper.files, keeper.state.live)
    return try await working { [isWritable] () throws(PolicyDeskError) in
      try files.read().list(live: live, isWritable: isWritable)
    }
  }

  // MARK: Trying

  func check(_ draft: PolicyDraft) async throws(PolicyDeskError) -> [UInt8] {
    let files = keeper.files
    return try await working { () throws(PolicyDeskError) in
      let sources = try files.read().with(draft)
      var writer = JSONWriter()
      do throws(DocumentErrors) {
        let set = try files.compiler.compile(sources.all)
        writer.check(set.warnings, rules: set.ruleSummaries.count, digest: sources.digest)
      } catch {
        writer.check(error.problems, rules: nil, digest: sources.digest)
      }
      return writer.bytes
    }
  }

  func explain(
    _ action: JSONValue, by draft: PolicyDraft?
  ) async throws(PolicyDeskError) -> [UInt8] {
    try await asking(draft) { policy throws(PolicyDeskError) in
      let request: PolicyRequest
      do throws(ActionError) {
        request = try policy.request(action)
      } catch {
        throw .invalidAction(pointer: error.pointer, message: error.message)
      }
      var writer = JSONWriter(capacity: 4_096)
      writer.trace(policy.explain(request), policy.understanding(of: request))
      return writer.bytes
    }
  }

  func replay(last count: Int, by draft: PolicyDraft?) async throws(PolicyDeskError) -> [UInt8] {
    try await asking(draft) { [data] policy throws(PolicyDeskError) in
      let report: ReplayReport
      do {
        report = try policy.replay(log: data, last: count)
      } catch {
        throw .failed("\(error)")
      }
      var writer = JSONWriter(capacity: 16_384)
      report.write(to: &writer, atMost: Self.mostDifferences)
      return writer.bytes
    }
  }

  /// Does something with the policy in use, or with the one that a draft makes.
  private func asking(
    _ draft: PolicyDraft?,
    _ body: @escaping @Sendable (OfflinePolicy) throws(PolicyDeskError) -> [UInt8]
  ) async throws(PolicyDeskError) -> [UInt8] {
    let (files, live) = (keeper.files, keeper.state.live)
    return try await working { [self] () throws(PolicyDeskError) in
      let set: PolicySet
      if let draft {
        let sources = try files.read().with(draft)
        do throws(DocumentErrors) {
          set = try files.compiler.compile(sources.all)
        } catch {
          throw .refused(problems: error.problems.map(\.description))
        }
      } else {
        guard let live else { throw .failed("no usable policy is loaded") }
        set = live.set
      }
      guard let analyzer = analyzer.value, let inspector = inspector.value else {
        throw .failed("what actions would do cannot be found out")
      }
      return try body(
        OfflinePolicy(
          set: set, projects: projects, analyzer: analyzer, inspection: inspector,
          files: seesFiles ? LocalFiles() : nil))
    }
  }

  /// Does something on the thread.
  private func working(
    _ body: @escaping @Sendable () throws(PolicyDeskError) -> [UInt8]
  ) async throws(PolicyDeskError) -> [UInt8] {
    let result = await pool.value?.run { () -> Result<[UInt8], PolicyDeskError> in
      do throws(PolicyDeskError) {
        return .success(try body())
      } catch {
        return .failure(error)
      }
    }
    guard let result = result ?? nil else { throw .overloaded }
    return try result.get()
  }

  // MARK: Saving

  func apply(_ change: PolicyChange) async throws(PolicyDeskError) -> String {
    guard isWritable else { throw .readOnly }
    return try await keeper.apply(change)
  }
}
