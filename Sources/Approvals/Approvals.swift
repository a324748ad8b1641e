package import ActionModel
package import AuditLog
import ByteParsing
import Crypto
import Locking
package import Policy
package import Storage

/// Asks people for their approval, keeps their answers, and lets each be used once.
///
/// What an answer depends on is in the storage before it is given, and then in the log; where either fails, nothing is
/// approved. Times are nanoseconds since 1970.
package final class Approvals: Sendable {
  package struct Options: Sendable {
    /// How long a request waits where no rule says, in nanoseconds.
    package var within: Int64
    /// How many requests of one agent may wait at once.
    package var pendingPerAgent: Int
    /// Where people answer: the address that the id is put behind.
    package var address: String

    package init(within: Int64, pendingPerAgent: Int, address: String) {
      self.within = within
      self.pendingPerAgent = pendingPerAgent
      self.address = address
    }
  }

  /// The channel of the storage on which changed approvals are announced, by id.
  package static let channel = "approvals"

  let storage: Storage
  let log: AuditLog
  let options: Options
  private let key: HMACSHA256
  private let clock: SteadyClock
  let waiting = ApprovalWaiters()
  /// When what was over long ago was last forgotten.
  let forgotAt = Locked<Int64>(0)
  private let timer: @Sendable (Duration, @escaping @Sendable () -> Void) -> Void
  let grantPolicies = GrantPolicyCache()

  /// Begins to keep approvals in a storage whose schema has ``migrations``.
  ///
  /// - Parameters:
  ///   - timer: does something once after a time.
  ///   - wall: nanoseconds since 1970.
  ///   - monotonic: nanoseconds since some moment that nobody can set.
  package static func open(
    in storage: Storage, log: AuditLog, options: Options,
    timer: @escaping @Sendable (Duration, @escaping @Sendable () -> Void) -> Void,
    wall: @escaping @Sendable () -> Int64, monotonic: @escaping @Sendable () -> Int64
  ) async throws(StorageError) -> Approvals {
    let key = try await storage.write { (transaction) throws(StorageError) in
      try ApprovalKey.readOrMake(in: transaction)
    }
    let latest = try await storage.read { (transaction) throws(StorageError) in
      try Approval.latestTime(in: transaction)
    }
    let approvals = Approvals(
      storage: storage, log: log, options: options, key: HMACSHA256(key: key), timer: timer,
      clock: SteadyClock(wall, monotonic: monotonic, notBefore: latest))
    storage.listen(channel) { [waiting = approvals.waiting] announcement in
      switch announcement {
      case .said(let id): waiting.wake(id)
      case .look: waiting.wakeAll()
      }
    }
    try await approvals.reconcile()
    return approvals
  }

  private init(
    storage: Storage, log: AuditLog, options: Options, key: HMACSHA256,
    timer: @escaping @Sendable (Duration, @escaping @Sendable () -> Void) -> Void,
    clock: SteadyClock
  ) {
    self.storage = storage
    self.log = log
    self.options = options
    self.key = key
    self.timer = timer
    self.clock = clock
  }

  var now: Int64 { clock.now }

  /// The code of an action, which an approval of it will be bound to; nil where the action has no exact form.
  package func binding(
    of action: Action, principal: Principal, arguments: [UInt8]?, session: String?
  ) -> ActionBinding? {
    try? ActionBinding(
      of: action, principal: principal, arguments: arguments, session: session, under: key)
  }

  /// Where an approval is answered.
  package func address(of id: String) -> String { "\(options.address)/approvals/\(id)" }

  // MARK: For agents

  /// What becomes of an action that needs an approval.
  package enum Settlement: Sendable {
    /// Grants answer every demand.
    case granted([Grant])
    /// The approval that the caller holds is used for it.
    case approved(Approval)
    /// It waits for its approvers.
    case waiting(Approval)
    case refused(ReasonCode)
    /// Nothing can be asked or looked up now.
    case unavailable(String)
  }

  /// Settles an action that the policy wants approved: by grants, by the approval it redeems, or by asking.
  package func settle(
    _ request: ApprovalRequest, redeeming id: String?, _ facts: PolicyRequest
  ) async -> Settlement {
    do throws(StorageError) {
      let grants = try await grants(covering: request, facts)
      let demands = request.requirement.demands.filter { demand in
        !grants.contains { $0.rules.contains(demand.rule) }
      }
      if demands.isEmpty { return .granted(grants) }
      let open = request.demanding(demands)
      let (settlement, ended) = try await storage.write {
        [self] (transaction) throws(StorageError) -> (Settlement, Approval?) in
        if let id, let settlement = try redeem(id, for: open, in: transaction) {
          return (settlement, nil)
        }
        return try ask(open, in: transaction)
      }
      if let ended { await recordEnd(of: ended) }
      return settlement
    } catch {
      return .unavailable(error.description)
    }
  }

  /// Uses an approval for an action; nil where approvers have to be asked anew.
  private func redeem(
    _ id: String, for request: ApprovalRequest, in transaction: Transaction
  ) throws(StorageError) -> Settlement? {
    guard var approval = try Approval.read(id, in: transaction) else {
      return .refused(.approvalUnknown)
    }
    switch approval.use(for: request, at: now) {
    case .used:
      try approval.update(in: transaction)
      return .approved(approval)
    case .pending: return .waiting(approval)
    case .refused(let code): return .refused(code)
    case .insufficient: return nil
    }
  }

  /// Asks for an approval, or joins the same request that waits already; also returns the request that made room, if one did.
  private func ask(
    _ request: ApprovalRequest, in transaction: Transaction
  ) throws(StorageError) -> (Settlement, ended: Approval?) {
    let now = now
    var ended: Approval?
    if var waiting = try Approval.read(
      where: "binding = $1 AND state = 'pending'", [.text(request.binding.text)], in: transaction
    ).first {
      let isSame =
        waiting.state(at: now) == .pending
        && waiting.request.requirement.demands == request.requirement.demands
        && waiting.request.policy == request.policy && waiting.request.shows(request.content)
      if isSame { return (.waiting(waiting), nil) }
      // What it asks is no longer what the policy demands, or not all that would be done: it makes room for the request that
      // asks that.
      waiting.end(at: now)
      try waiting.update(in: transaction)
      try transaction.notify(Self.channel, waiting.id)
      ended = waiting
    }
    let principal = request.principal
    let pending = try transaction.rows(
      Self.countOfAgent, [.text(principal.tenant), .text(principal.id), .integer(now)])
    guard try pending.first?.integer(0) ?? 0 < options.pendingPerAgent else {
      return (.refused(.tooManyApprovals), ended)
    }
    // Agents without credentials call themselves what they like, so that their number is no bound.
    let all = try transaction.rows(Self.countOfAll, [.integer(now)])
    guard try all.first?.integer(0) ?? 0 < Self.mostPending else {
      return (.refused(.overloaded), ended)
    }
    let approval = Approval(
      id: Self.newID("apr"), request: request, askedAt: now,
      expiresAt: now + (request.requirement.within ?? options.within))
    try approval.insert(in: transaction)
    try transaction.notify(Self.channel, approval.id)
    return (.waiting(approval), ended)
  }

  /// Counts what waits of an agent, and below in all: from an index alone, because each request asks.
  static let countOfAgent = """
    SELECT COUNT(*) FROM approvals
    WHERE tenant = $1 AND agent = $2 AND state = 'pending' AND expires_at > $3
    """
  static let countOfAll = """
    SELECT COUNT(*) FROM approvals WHERE state = 'pending' AND expires_at > $1
    """

  /// How many requests may wait at once, whoever asks.
  private static let mostPending = 20_000

  static func newID(_ kind: String) -> String {
    "\(kind)_\(Hex.encode(SecureRandom.bytes(16)))"
  }

  /// Notes that the log has what became of an approval.
  ///
  /// Nothing depends on it but what is recorded again after a crash, so that a failure is no one's concern.
  package func noteRecorded(_ id: String) async {
    _ = try? await storage.write { (transaction) throws(StorageError) in
      try transaction.run("UPDATE approvals SET is_recorded = 1 WHERE id = $1", [.text(id)])
    }
  }

  /// Waits until a request has been answered or is over, at most for some time; false where it still waits then.
  package func wait(for id: String, atMost time: Duration) async -> Bool {
    let isOver = Locked(false)
    timer(time) { [waiting] in
      isOver.withLock { $0 = true }
      waiting.wake(id)
    }
    while true {
      // Registered before it looks, so that no answer falls between.
      let waiter = waiting.waiter(for: id)
      let isSettled = (try? await state(of: id)).map { $0 != .pending } ?? false
      if isSettled || isOver.withLock({ $0 }) || waiting.isStopped || Task.isCancelled {
        waiting.remove(waiter, for: id)
        return isSettled
      }
      await withTaskCancellationHandler {
        await waiter.wait()
      } onCancel: {
        waiter.wake()
      }
    }
  }

  // MARK: Storage and log

  func record(_ event: AuditEvent) async throws(AnswerError) {
    do throws(AuditError) {
      try await log.append(event)
    } catch {
      throw .unavailable(error.description)
    }
  }

  func stored<Value: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws(StorageError) -> Value
  ) async throws(AnswerError) -> Value {
    do throws(StorageError) {
      return try await storage.write(body)
    } catch {
      throw .unavailable(error.description)
    }
  }
}
