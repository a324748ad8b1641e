import ActionModel
import Limits
import Locking
import Policy
package import Storage

/// Decides what is counted where all instances see it, in one transaction; only rules with `shared: true` pay for it.
package struct SharedCounting: Sendable {
  /// The steps of the schema that shared counters are kept in.
  package static let migrations = [
    Migration(
      "counters", 1, String(decoding: PackageResources.shared_counters_1_sql, as: UTF8.self))
  ]

  private let storage: Storage
  private let counters: Counters
  private let now: @Sendable () -> Int64
  /// When what counts no more was last forgotten.
  private let forgotten = Keeping()

  private final class Keeping: Sendable {
    let at = Locked(Int64.min)
  }

  /// - Parameter now: the clock of the counters.
  init(in storage: Storage, counters: Counters, now: @escaping @Sendable () -> Int64) {
    self.storage = storage
    self.counters = counters
    self.now = now
  }

  // MARK: Deciding

  /// What an evaluation comes to.
  private enum Result: Sendable {
    case denied(PolicyOutcome, retryAfter: Int?)
    case reserved(PolicyOutcome, Reservation, [CounterSpend])
    case refused(ReasonCode, String)
  }

  /// Asks the policy, and counts what it allows, as if no other instance decided meanwhile.
  ///
  /// The evaluation is made within the transaction, and again where that could not be kept. What is shared is counted
  /// here as well, where its number is bounded and a restart finds it.
  func evaluate(
    _ request: PolicyRequest, _ policy: LivePolicy, _ counting: LivePolicy.Counting,
    _ subject: CounterSubject, decision: String
  ) async -> Evaluation {
    let made = Locked<Reservation?>(nil)
    let result: Result
    do throws(StorageError) {
      result = try await storage.write { (transaction) throws(StorageError) in
        if let earlier = made.withLock({ $0.take() }) { counters.release(earlier) }
        let result = try attempt(request, policy, counting, subject, decision, in: transaction)
        if case .reserved(_, let reservation, _) = result { made.withLock { $0 = reservation } }
        return result
      }
    } catch {
      if let reservation = made.withLock({ $0.take() }) { counters.release(reservation) }
      return Evaluation(error == .contention ? .contention : .storageFailed, text: "\(error)")
    }
    switch result {
    case .denied(let outcome, let retryAfter):
      let evaluation = Evaluation(outcome)
      evaluation.retryAfter = retryAfter
      return evaluation
    case .reserved(let outcome, let reservation, let spends):
      let evaluation = Evaluation(outcome)
      evaluation.reserve(reservation, spends)
      return evaluation
    case .refused(let code, let text): return Evaluation(code, text: text)
    }
  }

  private func attempt(
    _ request: PolicyRequest, _ policy: LivePolicy, _ counting: LivePolicy.Counting,
    _ subject: CounterSubject, _ decision: String, in transaction: Transaction
  ) throws(StorageError) -> Result {
    let now = self.now()
    var stored = try StoredCounters(
      Array(Set(counting.shared + counting.fed.filter { policy.set.counters[$0].isShared })),
      of: policy.set.counters, for: subject, in: transaction, at: now)
    for _ in 0..<Counters.attempts {
      let local = SnapshotReader(
        snapshot: counters.read(counting.handlesRead, of: subject, at: now), indices: counting.read)
      let reader = SharingReader(local: local, shared: stored.readings)
      let outcome = policy.set.evaluate(request, counters: reader)
      guard outcome.verdict != .deny else {
        return .denied(outcome, retryAfter: reader.retryAfter(outcome.countersRead, at: now))
      }
      let spends: [CounterSpend]
      do throws(Uncountable) {
        spends = try policy.spends(
          of: request.action, request.effects, in: counting.fed, matched: outcome.matched)
      } catch {
        return .refused(.ruleError, error.message)
      }
      switch counters.reserve(
        spends, for: decision, ifUnchanged: local.narrowed(to: outcome.countersRead), at: now)
      {
      case .reserved(let reservation):
        let shared = spends.filter(\.handle.isShared).compactMap { spend in
          policy.handles.firstIndex(of: spend.handle).map { ($0, spend.amount) }
        }
        do throws(StorageError) {
          if try stored.add(shared, for: decision, in: transaction) {
            return .reserved(outcome, reservation, spends)
          }
        } catch {
          counters.release(reservation)
          throw error
        }
        counters.release(reservation)
        // What was counted before it has to be taken back with the transaction.
        throw .misuse("the action cannot be counted exactly")
      case .changed: continue
      case .overloaded: return .refused(.overloaded, "there is no room for another counter")
      case .uncountable: return .refused(.ruleError, "the action cannot be counted exactly")
      }
    }
    return .refused(
      .contention, "other calls changed what this one is counted against: try again")
  }

  // MARK: Giving back

  /// Takes back a reservation, wherever it is counted; what the storage cannot take back stays spent.
  func release(_ reservation: Reservation) async {
    counters.release(reservation)
    await giveBack(reservation)
  }

  /// Takes back what a reservation counts where all instances see it.
  func giveBack(_ reservation: Reservation) async {
    guard reservation.isShared else { return }
    let (decision, now) = (reservation.decision, self.now())
    try? await storage.write { (transaction) throws(StorageError) in
      try StoredCounters.giveBack(decision, in: transaction, at: now)
    }
  }

  /// Forgets what counts no more, once an hour; to be called every second or so.
  func forget() async {
    let now = self.now()
    let isDue = forgotten.at.withLock { at in
      guard at == .min || now - at >= Self.betweenForgetting else { return false }
      at = now
      return true
    }
    guard isDue else { return }
    // What is not forgotten now will be the next time; clocks of instances may differ by as much as this is long.
    try? await storage.write { (transaction) throws(StorageError) in
      try StoredCounters.forget(before: now - Self.betweenForgetting, in: transaction)
    }
  }

  /// One hour, in nanoseconds.
  private static let betweenForgetting: Int64 = 3_600_000_000_000
}

/// Reads shared counters from a transaction, and others from memory.
private struct SharingReader: CounterReader {
  let local: SnapshotReader
  let shared: [Int: CounterReading]

  func value(of index: Int) -> CounterValue {
    guard let reading = shared[index] else { return local.value(of: index) }
    return reading.total.integer.map { .whole($0) } ?? .fraction(reading.total.double)
  }

  /// The whole seconds until one of the counters may fall; nil where nothing is counted in any.
  func retryAfter(_ read: [Int], at now: Int64) -> Int? {
    let waits = read.compactMap { shared[$0]?.retryAfter(at: now) }
    let first = waits.min().map { Int(max(1, ($0 + 999_999_999) / 1_000_000_000)) }
    return [first, local.retryAfter(read, at: now)].compactMap(\.self).min()
  }
}
