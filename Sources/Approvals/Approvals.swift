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
  private let waiting = ApprovalWaiters()
  private let forgotAt = Locked<Int64>(0)
  private let timer: @Sendable (Duration, @escaping @Sendable () -> Void) -> Void
  let grantPolicies = GrantPolicyCache()

  /// Begins to keep approvals in a storage whose schema has ``migrations``.
  ///
  /// - Parameters:
  ///   - timer: does something once after a time.
  ///   - wall: nanoseconds since 1970.
  ///   - ended: is told the id of each approval that can no longer be used.
  package static func open(
    in storage: Storage, log: AuditLog, options: Options,
    timer: @escaping @Sendable (Duration, @escaping @Sendable () -> Void) -> Void,
    wall: @escaping @Sendable () -> Int64
  ) async throws(StorageError) -> Approvals {
    let key = try await storage.write { (transaction) throws(StorageError) in
      try ApprovalKey.readOrMake(in: transaction)
    }
    let latest = try await storage.read { (transaction) throws(StorageError) in
      try Approval.latestTime(in: transaction)
    }
    let approvals = Approvals(
      storage: storage, log: log, options: options, key: HMACSHA256(key: key), timer: timer,
      clock: SteadyClock(wall, notBefore: latest))
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
      return try await storage.write { [self] (transaction) throws(StorageError) in
        if let id, let settlement = try redeem(id, for: open, in: transaction) { return settlement }
        return try ask(open, in: transaction)
      }
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
      try approval.update(isRecorded: false, in: transaction)
      return .approved(approval)
    case .pending: return .waiting(approval)
    case .refused(let code): return .refused(code)
    case .insufficient: return nil
    }
  }

  /// Asks for an approval, or joins the same request that waits already.
  private func ask(
    _ request: ApprovalRequest, in transaction: Transaction
  ) throws(StorageError) -> Settlement {
    let now = now
    if var waiting = try Approval.read(
      where: "binding = $1 AND state = 'pending'", [.text(request.binding.text)], in: transaction
    ).first {
      let isSame =
        waiting.state(at: now) == .pending
        && waiting.request.requirement.demands == request.requirement.demands
        && waiting.request.policy == request.policy
      if isSame { return .waiting(waiting) }
      // What it asks is no longer what the policy demands: it makes room for the request that does.
      waiting.end(at: now)
      try waiting.update(isRecorded: false, in: transaction)
      try transaction.notify(Self.channel, waiting.id)
    }
    let principal = request.principal
    let pending = try transaction.rows(
      """
      SELECT COUNT(*) FROM approvals
      WHERE tenant = $1 AND agent = $2 AND state = 'pending' AND expires_at > $3
      """, [.text(principal.tenant), .text(principal.id), .integer(now)])
    guard try pending.first?.integer(0) ?? 0 < options.pendingPerAgent else {
      return .refused(.tooManyApprovals)
    }
    // Agents without credentials call themselves what they like, so that their number is no bound.
    let all = try transaction.rows("SELECT COUNT(*) FROM approvals WHERE state = 'pending'")
    guard try all.first?.integer(0) ?? 0 < Self.mostPending else { return .refused(.overloaded) }
    let approval = Approval(
      id: Self.newID("apr"), request: request, askedAt: now,
      expiresAt: now + (request.requirement.within ?? options.within))
    try approval.insert(in: transaction)
    try transaction.notify(Self.channel, approval.id)
    return .waiting(approval)
  }

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

  // MARK: For approvers

  package func approval(_ id: String) async throws(StorageError) -> Approval? {
    try await storage.read { (transaction) throws(StorageError) in
      try Approval.read(id, in: transaction)
    }
  }

  /// The state that an approval is in now; nil where there is none.
  package func state(of id: String) async throws(StorageError) -> Approval.State? {
    try await approval(id).map { state(of: $0) }
  }

  package func state(of approval: Approval) -> Approval.State { approval.state(at: now) }

  /// The newest approvals in one of some states, newest first.
  package func approvals(
    in states: [Approval.State], limit: Int
  ) async throws(StorageError) -> [Approval] {
    let now = now
    return try await storage.read { (transaction) throws(StorageError) in
      let marks = states.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
      return try Approval.read(
        where: "state IN (\(marks)) ORDER BY asked_at DESC, id LIMIT $1",
        [.integer(Int64(limit))] + states.map { .text($0.rawValue) }, in: transaction
      ).filter { states.contains($0.state(at: now)) }
    }
  }

  /// Takes an approver's answer.
  ///
  /// - Parameter seen: the digest of what the approver was shown, which is that of the request; a denial needs none.
  package func answer(
    _ id: String, _ verdict: Vote.Verdict, by approver: Approver, reason: String, channel: String,
    seen: String?
  ) async throws(AnswerError) -> Approval {
    let vote = Vote(
      approver: approver, verdict: verdict, reason: reason, channel: channel, time: now)
    let result = try await stored { (transaction) throws(StorageError) in
      guard var approval = try Approval.read(id, in: transaction) else {
        return Result<Approval, AnswerRefusal>.failure(.unknown)
      }
      do throws(AnswerRefusal) {
        guard verdict == .deny || approval.request.digest == seen else { throw .notSeen }
        try approval.take(vote)
      } catch {
        return .failure(error)
      }
      try vote.insert(on: id, in: transaction)
      try approval.update(isRecorded: false, in: transaction)
      try transaction.notify(Self.channel, id)
      return .success(approval)
    }
    let approval: Approval
    do throws(AnswerRefusal) { approval = try result.get() } catch { throw .refused(error) }
    try await record(.answered(approval, vote))
    await noteRecorded(id)
    return approval
  }

  /// Records that an approver was shown a request, once for each way in which it was.
  package func noteShown(
    _ id: String, to viewer: String, channel: String
  ) async throws(AnswerError) {
    let now = now
    let isNew = try await stored { (transaction) throws(StorageError) in
      try transaction.run(
        """
        INSERT INTO approval_views (approval, viewer, channel, viewed_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING
        """, [.text(id), .text(viewer), .text(channel), .integer(now)]) == 1
    }
    if isNew { try await record(.shown(id, to: viewer, channel: channel, time: now)) }
  }

  // MARK: Upkeep

  /// Ends every wait, and lets none begin: the instance stops.
  package func stop() { waiting.stop() }

  /// Ends and records what is over its time, and every hour forgets what was over long ago; to be called every second.
  package func expire() async {
    let now = now
    let mayForget = forgotAt.withLock { forgotAt in
      guard now - forgotAt >= Self.betweenForgetting else { return false }
      forgotAt = now
      return true
    }
    if mayForget { await forget(before: now - Self.kept) }
    let areDue = try? await storage.read { (transaction) throws(StorageError) in
      try !transaction.rows("SELECT id FROM approvals WHERE \(Self.due) LIMIT 1", [.integer(now)])
        .isEmpty
    }
    guard areDue == true else { return }
    let ended = try? await storage.write { (transaction) throws(StorageError) in
      let due = try Approval.read(
        where: "\(Self.due) ORDER BY expires_at LIMIT 100", [.integer(now)], in: transaction)
      return try Self.end(due, at: now, in: transaction)
    }
    for approval in ended ?? [] { await recordEnd(of: approval) }
  }

  private static let due = "state IN ('pending', 'approved') AND expires_at <= $1"

  /// Forgets what was over before a time; the log keeps it.
  private func forget(before: Int64) async {
    // What is not forgotten now will be the next time.
    _ = try? await storage.write { (transaction) throws(StorageError) in
      let old = "FROM approvals WHERE is_recorded = 1 AND expires_at < $1"
      for table in ["approval_votes", "approval_views"] {
        try transaction.run(
          "DELETE FROM \(table) WHERE approval IN (SELECT id \(old))", [.integer(before)])
      }
      try transaction.run("DELETE \(old)", [.integer(before)])
      try transaction.run("DELETE FROM grants WHERE expires_at < $1", [.integer(before)])
    }
  }

  /// How long what is over can still be looked at, in nanoseconds: thirty days.
  static let kept: Int64 = 30 * 86_400 * 1_000_000_000
  private static let betweenForgetting: Int64 = 3_600 * 1_000_000_000

  private static func end(
    _ due: [Approval], at now: Int64, in transaction: Transaction
  ) throws(StorageError) -> [Approval] {
    var ended: [Approval] = []
    for var approval in due where approval.expire(at: now) {
      try approval.update(isRecorded: false, in: transaction)
      try transaction.notify(channel, approval.id)
      ended.append(approval)
    }
    return ended
  }

  private func recordEnd(of approval: Approval) async {
    guard (try? await log.append(.expired(approval, time: now))) != nil else { return }
    await noteRecorded(approval.id)
  }

  /// Records what the log missed because the instance ended in between; what was used stays used.
  private func reconcile() async throws(StorageError) {
    let missed = try await storage.read { (transaction) throws(StorageError) in
      try Approval.read(where: "is_recorded = 0 ORDER BY asked_at", [], in: transaction)
    }
    for approval in missed {
      guard (try? await log.append(.recovered(approval, time: now))) != nil else { return }
      await noteRecorded(approval.id)
    }
  }

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

/// Says why an approver's answer, or a grant, did not come into force.
package enum AnswerError: Error, Sendable {
  case refused(AnswerRefusal)
  case ungrantable(GrantRefusal)
  /// Storage or log failed; if the answer was stored, only the log does not have it yet.
  case unavailable(String)
}
