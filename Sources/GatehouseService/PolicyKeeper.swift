import AuditLog
import Console
import DecisionPoint
import Documents
import Locking
import Policy
import Telemetry

/// Loads the policy, and loads it again whenever somebody says that it may have changed: all or nothing.
///
/// On any error the policy in use stays, and the error is logged, counted and shown by the readiness probe.
actor PolicyKeeper {
  /// The policy that decides.
  struct Live: Sendable {
    let set: PolicySet
    let digest: String
  }

  /// What there is to say of the policy at one moment.
  struct State: Sendable {
    var inUse: Operations.PolicyStatus?
    var live: Live?
    /// Why the newest sources were refused; empty when they are those in use.
    var problems: [String] = []
    /// Whether only the log, which could not record the change, keeps the newest sources out.
    var isUnrecorded = false
  }

  /// Why the policy is loaded, as the log names it.
  enum Cause: String, Sendable {
    case start, signal, files, retry
    case operatorRequest = "operator"
    case editor
  }

  /// Where the sources are, and what they are compiled with.
  nonisolated let files: PolicySourceFiles
  private var loader: PolicyLoader
  private let projects: ProjectDirectories
  private let counting: CounterKeeper
  private let decisionPoint: DecisionPoint
  private let log: AuditLog
  private let logger: Logger
  private let reloads: MetricFamily<Counter>
  private let current = Locked(State())
  /// The load begun last; each begins when the one before it has ended, so that the newest sources win.
  private var latest: Task<Void, Never>?

  init(
    loader: PolicyLoader, projects: ProjectDirectories, counting: CounterKeeper,
    decisionPoint: DecisionPoint, log: AuditLog, logger: Logger, metrics: Metrics
  ) {
    files = loader.files
    self.loader = loader
    self.projects = projects
    self.counting = counting
    self.decisionPoint = decisionPoint
    self.log = log
    self.logger = logger
    reloads = metrics.counters(
      "gatehouse_policy_loads_total", "Attempts to load the policy, by result.",
      by: [MetricLabel("result", values: ["loaded", "refused"])])
  }

  /// The state, from any thread.
  nonisolated var state: State { current.withLock { $0 } }

  /// Reads the sources and, if they are in order, has every later decision use them.
  ///
  /// The change is in the log before it takes effect.
  func load(_ cause: Cause) async -> Operations.Reload {
    let task = Task { [previous = latest] in
      _ = await previous?.value
      return await perform(cause)
    }
    latest = Task { _ = await task.value }
    return await task.value
  }

  /// Writes a file of the policy and takes the set into use; returns its digest.
  ///
  /// Nothing is written unless the set is in order, was made from the files as they are, and the log has who did it.
  func apply(_ change: PolicyChange) async throws(PolicyDeskError) -> String {
    let task = Task { [previous = latest] () -> Result<String, PolicyDeskError> in
      _ = await previous?.value
      do throws(PolicyDeskError) {
        return .success(try await write(change))
      } catch {
        return .failure(error)
      }
    }
    latest = Task { _ = await task.value }
    return try await task.value.get()
  }

  private func write(_ change: PolicyChange) async throws(PolicyDeskError) -> String {
    let before = try files.read()
    guard before.digest == change.base else { throw .changed }
    let edit = try PolicyEdit(change, of: before)
    let after = try before.with(change.source, edit.bytes)
    do throws(DocumentErrors) {
      _ = try files.compiler.compile(after.all)
    } catch {
      throw .refused(problems: Self.texts(of: error))
    }
    do throws(AuditError) {
      try await log.append(
        AuditEvent(
          type: "policy.saved", time: SystemClock.unixNanoseconds(),
          [
            "editor": .string(change.editor), "channel": .string(change.channel),
            "how": .string(edit.how.rawValue), "file": .string(change.source),
            "policy": .string(after.digest), "previous": .string(before.digest),
          ]))
    } catch {
      throw .failed(error.description)
    }
    do throws(FileError) {
      try edit.write()
    } catch {
      logger.error("policy not written", ["problem": .string(error.description)])
      throw .failed(error.description)
    }
    switch await perform(.editor) {
    case .loaded(let status): return status.digest
    case .refused(let problems): throw .refused(problems: problems)
    }
  }

  /// Tries again to load what the log could not record, if that is what keeps it out.
  func retry() async {
    if state.isUnrecorded { _ = await load(.retry) }
  }

  private func perform(_ cause: Cause) async -> Operations.Reload {
    do {
      let loaded = try loader.load()
      let (set, digest) = (loaded.set, loaded.digest)
      let status = Operations.PolicyStatus(
        digest: digest, ruleCount: set.ruleSummaries.count, sources: loaded.sources)
      if let inUse = state.inUse, inUse.digest == digest, cause == .files {
        current.withLock { $0 = State(inUse: inUse, live: $0.live) }
        return .loaded(inUse)
      }
      if try await counting.prepare(for: set.counters) { await decisionPoint.resume() }
      try await log.append(event("policy.load", cause, ["policy": .string(digest)]))
      decisionPoint.use(set, digest: digest, projects: projects)
      current.withLock { $0 = State(inUse: status, live: Live(set: set, digest: digest)) }
      reloads.with("loaded").increment()
      logger.info(
        "policy loaded",
        [
          "cause": .string(cause.rawValue), "rules": LogValue(status.ruleCount),
          "digest": .string(digest),
        ])
      for warning in set.warnings { logger.warning("policy", ["problem": .string("\(warning)")]) }
      return .loaded(status)
    } catch {
      let problems = Self.texts(of: error)
      current.withLock {
        $0.problems = problems
        $0.isUnrecorded = error is AuditError
      }
      // Nothing is new to say of what is tried again every second.
      if cause == .retry { return .refused(problems: problems) }
      reloads.with("refused").increment()
      for problem in problems { logger.error("policy refused", ["problem": .string(problem)]) }
      let refusal = event("policy.refused", cause, ["problems": .strings(problems)])
      // A refusal that cannot be recorded changes nothing, and whatever the log suffers from is told elsewhere.
      try? await log.append(refusal)
      return .refused(problems: problems)
    }
  }

  private func event(
    _ type: String, _ cause: Cause, _ members: [String: AuditEvent.Value]
  ) -> AuditEvent {
    AuditEvent(
      type: type, time: SystemClock.unixNanoseconds(),
      members.merging(["cause": .string(cause.rawValue)]) { own, _ in own })
  }

  private static func texts(of error: any Error) -> [String] {
    guard let errors = error as? DocumentErrors else { return ["\(error)"] }
    return errors.problems.map(\.description)
  }
}
