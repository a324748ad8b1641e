import ActionModel
import Approvals
import AuditLog
import Documents
import JSON
import Limits
import Locking
import Policy
import Storage
import Synchronization
import Telemetry
import TestKit

@testable import DecisionPoint

/// A decision point over a real log in a temporary folder, with a clock that the test moves.
final class Bench: Sendable {
  let folder: TemporaryFolder
  let log: AuditLog
  let clock: ManualClock
  let disk: FillableDisk
  let admission: AdmissionControl
  let storage: Storage
  let approvals: Approvals
  let counting: CounterKeeper
  /// What the keeper of the counters complained of.
  let complaints = Locked<[String]>([])
  let point: DecisionPoint

  init(
    policy: String? = Bench.policy, callers: CallRate? = nil, agents: CallRate? = nil,
    arguments: ArgumentRecording = .redacted, analysis: any EffectSource = UnknownEffects(),
    in folder: TemporaryFolder? = nil, at clock: ManualClock = ManualClock(),
    reportingTime: Int64? = 3_600_000_000_000, storage location: StorageLocation? = nil
  ) async throws {
    let folder = try folder ?? TemporaryFolder()
    self.folder = folder
    self.clock = clock
    disk = FillableDisk(try PosixDisk(path: folder.path("audit")))
    var options = AuditOptions()
    options.mode = .always
    options.arguments = arguments
    log = try AuditLog(disk, options: options)
    admission = AdmissionControl(callers: callers, agents: agents)
    storage = try await Storage.open(
      location ?? .file(path: folder.path("gatehouse.db")),
      schema: Approvals.migrations + SharedCounting.migrations)
    approvals = try await Approvals.open(
      in: storage, log: log,
      options: Approvals.Options(
        within: 900_000_000_000, pendingPerAgent: 3, address: "http://127.0.0.1:8641"),
      timer: { [clock] time, action in clock.after(time, action) },
      wall: { [clock] in clock.now }, monotonic: { [clock] in clock.now })
    counting = try CounterKeeper(
      CounterCapacity(reportingTime: reportingTime), log: log, reader: AuditReader(disk),
      disk: try PosixDisk(path: folder.path("data")),
      now: { CounterClock.Moment(wall: clock.now, monotonic: clock.now, boot: "this") },
      complaints: { [complaints] problem in complaints.withLock { $0.append(problem) } })
    point = DecisionPoint(
      admission: admission, counters: counting.counters, analysis: analysis,
      inspection: UnknownContent(), approvals: approvals, storage: storage, log: log,
      clock: DecisionClock(
        monotonic: { [clock] in clock.now }, wall: { [clock] in clock.now },
        counting: counting.clock),
      metrics: Metrics())
    await point.resume()
    guard let policy else { return }
    if try await counting.prepare(for: try Self.set(policy).counters) { await point.resume() }
    try use(policy, digest: "first")
  }

  /// Ends as a crash does, but for the log's last record, and starts again at the same time.
  func restart(
    policy: String? = Bench.policy, storage location: StorageLocation? = nil
  ) async throws -> Bench {
    await log.stop()
    await storage.close()
    return try await Bench(policy: policy, in: folder, at: clock, storage: location)
  }

  static func set(_ policy: String) throws -> PolicySet {
    try PolicySet.load([DocumentSource(name: "policy.yaml", bytes: Array(policy.utf8))])
  }

  func use(_ policy: String, digest: String) throws {
    point.use(try Self.set(policy), digest: digest, projects: .none)
  }

  /// Decides the action that a JSON document describes.
  func decide(_ document: String, caller: Caller = .anonymous) async throws -> Decision {
    await point.decide(
      try Action(native: JSONDocument.parse(Array(document.utf8)), caller: caller))
  }

  /// The events of a type in the log, oldest first.
  func events(_ type: String = "decision") throws -> [JSONValue] {
    var filter = AuditFilter()
    filter.type = type
    return try AuditReader(disk).newest(1_000, matching: filter).map(\.event).reversed()
  }

  static let policy = """
    version: 1
    name: test
    layer: project
    default: deny
    rules:
      - id: read
        effect: allow
        tools: [fs.read]
        when: args.path.startsWith("/srv/")
      - id: hold
        effect: require_approval
        tools: [shell.exec]
      - id: refund
        effect: allow
        tools: [refunds.create]
        when: >-
          args.amount <= 500 &&
          session.sum("refunds.create", "amount", duration("24h")) + args.amount <= 1000
    """

  /// Has people asked about refunds, of which one session may do 100 in all.
  static let capped = """
    version: 1
    name: capped
    default: deny
    rules:
      - id: some
        effect: require_approval
        tools: [refunds.create]
        when: session.sum("refunds.create", "amount", duration("24h")) + args.amount <= 100
    """
}

/// A disk that a test can fill up.
final class FillableDisk: Disk {
  private let base: PosixDisk
  private let isFull = Atomic(false)

  init(_ base: PosixDisk) { self.base = base }

  func fill(_ isFull: Bool) { self.isFull.store(isFull, ordering: .sequentiallyConsistent) }

  private func refuseIfFull() throws(DiskError) {
    if isFull.load(ordering: .sequentiallyConsistent) { throw DiskError(.full, "the disk is full") }
  }

  func list() throws(DiskError) -> [String] { try base.list() }
  func open(_ name: String, _ access: DiskAccess) throws(DiskError) -> any DiskFile {
    FillableFile(try base.open(name, access), on: self)
  }
  func rename(_ name: String, to newName: String) throws(DiskError) {
    try base.rename(name, to: newName)
  }
  func remove(_ name: String) throws(DiskError) { try base.remove(name) }
  func syncDirectory() throws(DiskError) { try base.syncDirectory() }
  func freeBytes() throws(DiskError) -> Int {
    isFull.load(ordering: .sequentiallyConsistent) ? 0 : try base.freeBytes()
  }

  private final class FillableFile: DiskFile {
    let base: any DiskFile
    let disk: FillableDisk

    init(_ base: any DiskFile, on disk: FillableDisk) {
      self.base = base
      self.disk = disk
    }

    func length() throws(DiskError) -> Int { try base.length() }
    func read(at offset: Int, count: Int) throws(DiskError) -> [UInt8] {
      try base.read(at: offset, count: count)
    }
    func append(_ bytes: [UInt8]) throws(DiskError) {
      try disk.refuseIfFull()
      try base.append(bytes)
    }
    func sync() throws(DiskError) { try base.sync() }
    func forget(upTo offset: Int) {}
    func truncate(to length: Int) throws(DiskError) { try base.truncate(to: length) }
    func reserve(_ length: Int) throws(DiskError) {
      try disk.refuseIfFull()
      try base.reserve(length)
    }
    func lock() throws(DiskError) { try base.lock() }
  }
}

/// Knows nothing of any action.
struct UnknownEffects: EffectSource {
  func prepare() {}

  func complaint(about action: Action) -> String? {
    guard action.tool.name == "described" else { return nil }
    return "in `args`, `/\(action.arguments?.string ?? "")` is not allowed here"
  }

  func effects(of action: Action, projects: ProjectDirectories) async -> Effects { .unknown }
  func summary(of effects: Effects) -> String { "would do something" }
}

/// Knows nothing of any text.
struct UnknownContent: ContentSource {
  func prepare() {}

  func findings(in action: Action) async -> ContentFindings { .unknown }
}

/// Says the same of every action.
struct KnownEffects: EffectSource {
  func prepare() {}

  let effects: Effects

  func complaint(about action: Action) -> String? { nil }

  func effects(of action: Action, projects: ProjectDirectories) async -> Effects { effects }
  func summary(of effects: Effects) -> String { "would do what is known" }
}

/// Says of each tool what its calls do.
struct ToolEffects: EffectSource {
  let find: @Sendable (String) -> Effects

  init(_ find: @escaping @Sendable (String) -> Effects) { self.find = find }

  func prepare() {}

  func complaint(about action: Action) -> String? { nil }

  func effects(of action: Action, projects: ProjectDirectories) async -> Effects {
    find(action.tool.name)
  }

  func summary(of effects: Effects) -> String { "would do what is known" }
}
