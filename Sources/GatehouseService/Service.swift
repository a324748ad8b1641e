import Approvals
import AuditLog
import Authentication
import Console
import DecisionAPI
import DecisionPoint
package import EventLoop
import HTTPAnswers
import HTTPWire
import Policy
import Server
import Storage
import TLS
import Telemetry

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One running instance: everything wired, started in order, and stopped in the opposite one.
package final class Service: Sendable {
  /// Where the instance listens, with the ports that the system chose.
  package let addresses: [SocketAddress]
  package let adminAddress: SocketAddress

  private let configuration: Configuration
  private let rereading: (@Sendable () throws -> Configuration)?
  private let parts: Parts
  private let decisions: HTTPServer
  private let admin: HTTPServer
  private let tls: TLSServerContext?
  private let watcher: FileWatcher
  private let ticker: Ticker

  /// What both listeners stand on.
  private struct Parts: Sendable {
    let group: EventLoopGroup
    let log: AuditLog
    let checkpoint: LatestCheckpoint
    let storage: Storage
    let approvals: Approvals
    let notifications: NotificationDesk
    let feed: EventFeed
    let reading: LogThread
    let activity: Activity
    let admission: AdmissionControl
    let counting: CounterKeeper
    let decisionPoint: DecisionPoint
    let keeper: PolicyKeeper
    let health: Health
    let metrics: Metrics
    let logging: Logging
  }

  /// Starts an instance; returns when it answers.
  ///
  /// A policy that cannot be loaded does not keep it from starting: it denies everything, and is not ready, until the
  /// policy is mended.
  ///
  /// - Throws: what kept it from starting, as text for the operator.
  /// - Parameter rereading: reads the configuration again, for a reload; nil keeps that of the start.
  package static func start(
    _ configuration: Configuration, rereading: (@Sendable () throws -> Configuration)? = nil
  ) async throws -> Service {
    try Files.makeDirectory(configuration.data)
    let metrics = Metrics()
    let logging = Logging(configuration.logFormat, metrics: metrics)
    let checkpoint = LatestCheckpoint()
    // While the log verifies what it holds, tables and policy are read: neither needs the other.
    async let preparation = Preparation(configuration)
    let feed = EventFeed(clock: SystemClock.monotonicNanoseconds)
    let log: AuditLog
    do {
      log = try AuditLog.open(
        configuration.audit, in: configuration.data, telling: checkpoint, observer: feed)
    } catch AuditError.locked {
      throw ServiceError(
        "another instance runs on `\(configuration.data)`: stop it, or give this one a `--data` of its own"
      )
    }
    do {
      return try await Service(
        configuration, rereading: rereading, log: log, feed: feed, checkpoint: checkpoint,
        metrics: metrics, logging: logging, preparation: try await preparation)
    } catch {
      await log.stop()
      throw error
    }
  }

  private init(
    _ configuration: Configuration, rereading: (@Sendable () throws -> Configuration)?,
    log: AuditLog, feed: EventFeed, checkpoint: LatestCheckpoint, metrics: Metrics,
    logging: Logging, preparation: Preparation
  ) async throws {
    self.configuration = configuration
    self.rereading = rereading
    let (callers, agents) = try configuration.limits.rates
    let admission = AdmissionControl(callers: callers, agents: agents)
    let group = try EventLoopGroup()
    let timer: @Sendable (Duration, @escaping @Sendable () -> Void) -> Void = {
      [loop = group.loops[0]] time, action in loop.run(after: time, action)
    }
    let storage = try await Storage.open(
      configuration.storageLocation, schema: StoredSchema.all)
    let approvals = try await Approvals.open(
      in: storage, log: log, options: Approvals.Options(configuration),
      timer: timer, wall: { SystemClock.unixNanoseconds() },
      monotonic: SystemClock.monotonicNanoseconds)
    let notifications = try NotificationDesk(
      configuration, environment: ProcessEnvironment.variables, approvals: approvals,
      storage: storage, of: log.origin, on: group.loops[0],
      logger: logging.logger.named("notifications"),
      metrics: metrics)
    let counting = try CounterKeeper(
      configuration, log: log, logger: logging.logger.named("counters"))
    let decisionPoint = DecisionPoint(
      admission: admission, counters: counting.counters,
      analysis: preparation.effects,
      analyzesAll: configuration.audit.analyzesAll,
      inspection: preparation.content, approvals: approvals, storage: storage,
      log: log, clock: .system(counting: counting.clock),
      metrics: metrics)
    let reader = try AuditLog.reader(in: configuration.data)
    // Those who watch do not wait for those who search.
    feed.start(
      reading: LogThread(
        named: "log-stream", reading: reader, clock: SystemClock.monotonicNanoseconds),
      timer: timer)
    storage.listen(Approvals.channel) { announcement in
      feed.approvalsChanged()
      switch announcement {
      case .said(let id):
        Task { await decisionPoint.approvalChanged(id) }
        Task { await notifications.approvalChanged(id) }
      case .look: Task { await notifications.look() }
      }
    }
    await decisionPoint.resume()
    let keeper = PolicyKeeper(
      loader: preparation.policy, projects: try ProjectDirectories(configuration.projects),
      counting: counting, decisionPoint: decisionPoint, log: log,
      logger: logging.logger.named("policy"), metrics: metrics)
    // Watched before it is read, so that no change falls between.
    watcher = FileWatcher(configuration.policy, on: group.loops[0]) {
      Task { await keeper.load(.files) }
    }
    _ = await keeper.load(.start)
    let parts = Parts(
      group: group, log: log, checkpoint: checkpoint, storage: storage, approvals: approvals,
      notifications: notifications, feed: feed,
      reading: LogThread(
        named: "log-search", reading: reader, clock: SystemClock.monotonicNanoseconds),
      activity: Activity(
        reading: reader, named: log.origin, in: storage, end: { log.status.nextSequence },
        clock: SystemClock.monotonicNanoseconds),
      admission: admission,
      counting: counting, decisionPoint: decisionPoint, keeper: keeper,
      health: Health(log: log, keeper: keeper, storage: storage),
      metrics: metrics, logging: logging)
    let tls = try configuration.tls.map { try TLSServerContext(TLSServerConfiguration($0)) }
    let workbench = try PolicyWorkbench(
      configuration, keeper: keeper, decisionPoint: decisionPoint, preparation: preparation)
    let (decisions, admin) = try Self.servers(configuration, parts, workbench)
    self.parts = parts
    self.tls = tls
    self.decisions = decisions
    self.admin = admin
    addresses = try configuration.listen.map { address in
      try Self.listen(decisions, "decisions", address, configuration, tls)
    }
    adminAddress = try Self.listen(admin, "admin", configuration.adminListen, configuration, tls)
    // Who asked while this did not run has waited long enough.
    Task { await notifications.resume() }
    let readinessLog = ReadinessLog(logging.logger)
    readinessLog.note(parts.health.readiness)
    ticker = Ticker(every: .seconds(1), on: group.loops[0]) {
      readinessLog.note(parts.health.readiness)
      logging.sink.flush()
      counting.tick()
      Task {
        await decisionPoint.recordRefusalCounts()
        await approvals.expire()
        await keeper.retry()
        await parts.activity.keepHouse()
        await parts.notifications.keepHouse()
      }
    }
    ServiceMetrics.register(
      in: metrics, log: log, storage: storage, health: parts.health, decisions: decisions,
      admin: admin)
  }

  // MARK: Running

  /// Serves until the process is told to end (SIGTERM, SIGINT), and reloads on SIGHUP.
  ///
  /// - Throws: `ServiceError` where records of the log were lost at the end.
  package func runUntilSignal() async throws {
    let (ended, end) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let loop = parts.group.loops[0]
    let watchers =
      [SIGTERM, SIGINT].map { SignalWatcher($0, on: loop) { end.yield() } }
      + [SignalWatcher(SIGHUP, on: loop) { [self] in Task { await reload() } }]
    // Whoever reads that the instance serves may send it signals: the watchers are there before.
    await withCheckedContinuation { watching in loop.execute { watching.resume() } }
    parts.logging.logger.info(
      "serving",
      [
        "listen": .string(addresses.map(\.description).joined(separator: ", ")),
        "admin_listen": .string(adminAddress.description),
        "audit": .string(configuration.audit.mode.rawValue),
      ])
    for await _ in ended { break }
    for watcher in watchers { watcher.stop() }
    try await stop()
  }

  /// Loads the policy and the certificates again; what cannot be loaded leaves the old in place.
  private func reload() async {
    _ = await parts.keeper.load(.signal)
    reloadRates()
    guard let tls else { return }
    do {
      try tls.reload()
      parts.logging.logger.info("certificate loaded")
    } catch {
      parts.logging.logger.error("certificate refused", ["problem": .string("\(error)")])
    }
  }

  /// Takes over the rates of callers and agents; all else in the configuration counts from the next start on.
  private func reloadRates() {
    guard let rereading else { return }
    do {
      let limits = try rereading().limits
      let (callers, agents) = try limits.rates
      parts.admission.change(
        callers: callers, agents: agents, at: SystemClock.monotonicNanoseconds())
      parts.logging.logger.info("rates loaded")
    } catch {
      parts.logging.logger.error("configuration refused", ["problem": .string("\(error)")])
    }
  }

  /// Stops: not ready, no new connections, requests in progress answered, the log closed with a checkpoint.
  ///
  /// - Throws: `ServiceError` where the log could not be closed in order.
  package func stop() async throws {
    parts.health.drain()
    watcher.stop()
    ticker.stop()
    parts.logging.logger.info("draining")
    parts.approvals.stop()
    parts.feed.stop()
    let limit = configuration.server.drainTimeout
    await decisions.drain(within: limit)
    await admin.drain(within: limit)
    await parts.decisionPoint.recordRefusalCounts()
    await parts.notifications.stop()
    await parts.activity.stop()
    await parts.storage.close()
    let loss = await parts.log.stop()
    await parts.counting.stop()
    await parts.group.shutdown()
    if let loss {
      parts.logging.logger.error(
        "audit log not closed", ["problem": .string("\(loss)")])
    }
    parts.logging.logger.info("stopped")
    parts.logging.sink.flush()
    if let loss { throw ServiceError("\(loss)") }
  }

  // MARK: Wiring

  private static func servers(
    _ configuration: Configuration, _ parts: Parts, _ workbench: PolicyWorkbench
  ) throws -> (decisions: HTTPServer, admin: HTTPServer) {
    let callers = Authenticator(
      credentials: configuration.credentials, allowsAnonymous: configuration.anonymous)
    let probes = Probes { [health = parts.health] in health.readiness }
    let settings = configuration.server.serverConfiguration
    let decisionAPI = DecisionAPI(
      decisionPoint: parts.decisionPoint, approvals: parts.approvals, authenticator: callers,
      probes: probes,
      maximumBody: configuration.server.maximumBody)
    let console = Console(
      staff: try Staff(configuration), callers: callers, probes: probes,
      operations: Operations(
        reloadPolicy: { [keeper = parts.keeper] in await keeper.load(.operatorRequest) },
        policyStatus: { [keeper = parts.keeper] in keeper.state.inUse },
        checkpoint: { [checkpoint = parts.checkpoint] in checkpoint.note },
        auditStatus: { [log = parts.log] in log.status },
        metrics: { [metrics = parts.metrics] in metrics.exposition() },
        notifications: parts.notifications.operations, policies: workbench),
      approvals: parts.approvals, feed: parts.feed, log: parts.reading, activity: parts.activity,
      clock: SystemClock.monotonicNanoseconds, wall: { SystemClock.unixNanoseconds() },
      maximumBody: configuration.server.maximumBody)
    return (
      HTTPServer(group: parts.group, configuration: settings, handler: decisionAPI),
      HTTPServer(
        group: parts.group, configuration: settings,
        handler: ChannelDoor(desk: parts.notifications, inner: console))
    )
  }

  private static func listen(
    _ server: HTTPServer, _ name: String, _ address: ListenAddress, _ configuration: Configuration,
    _ tls: TLSServerContext?
  ) throws -> SocketAddress {
    // What goes through a Unix socket never leaves the machine, and the peer is known without a certificate.
    var tls = tls
    if case .unix = address { tls = nil }
    var names = configuration.server.names.compactMap { HTTPAuthority($0) }
    if address.isLocal { names += AuthorityPolicy.loopbackNames }
    let endpoint: Endpoint =
      switch address {
      case .tcp(let host, let port): .tcp(host: host, port: port)
      case .unix(let path): .unix(path: path, mode: configuration.server.unixMode)
      }
    return try server.listen(
      ListenerConfiguration(name: name, endpoint: endpoint, names: names, tls: tls))
  }
}
