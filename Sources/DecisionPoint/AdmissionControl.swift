import ActionModel
package import Limits
import Locking
import Synchronization

/// Holds each caller and each agent to its own rate, before any policy is asked.
package final class AdmissionControl: Sendable {
  private struct Rates {
    var callers: CallerBuckets?
    var agents: CallerBuckets?
  }

  private let rates: Locked<Rates>
  /// Whether any rate is set: most services have none, and need no lock to know that.
  private let isLimiting: Atomic<Bool>

  /// - Parameters:
  ///   - callers: the rate of each credential, whichever agents it speaks for; nil sets none.
  ///   - agents: the rate of each agent; nil sets none.
  package init(callers: CallRate?, agents: CallRate?) {
    rates = Locked(
      Rates(
        callers: callers.map { CallerBuckets(rate: $0) },
        agents: agents.map { CallerBuckets(rate: $0) }))
    isLimiting = Atomic(callers != nil || agents != nil)
  }

  /// Changes the rates; whoever has used some of the old one up has used up as much of the new.
  package func change(callers: CallRate?, agents: CallRate?, at now: Int64) {
    rates.withLock { rates in
      rates.callers = Self.changed(rates.callers, to: callers, at: now)
      rates.agents = Self.changed(rates.agents, to: agents, at: now)
      isLimiting.store(callers != nil || agents != nil, ordering: .releasing)
    }
  }

  private static func changed(
    _ buckets: CallerBuckets?, to rate: CallRate?, at now: Int64
  ) -> CallerBuckets? {
    guard let rate else { return nil }
    guard let buckets else { return CallerBuckets(rate: rate) }
    buckets.change(to: rate, at: now)
    return buckets
  }

  /// Why an action is not admitted, and for how many seconds.
  struct Refusal {
    let code: ReasonCode
    let retryAfter: Int?
  }

  /// Takes one of the caller's calls; nil if it had one left.
  func refusal(of caller: Caller, at now: Int64) -> Refusal? {
    guard isLimiting.load(ordering: .acquiring), let buckets = rates.withLock({ $0.callers })
    else { return nil }
    let key = CallerKey(tenant: "", caller: caller.id)
    return Self.refusal(buckets.admit(key, at: now), .callerRateLimited)
  }

  /// Takes one of the agent's calls; nil if it had one left.
  func refusal(of agent: Principal, at now: Int64) -> Refusal? {
    guard isLimiting.load(ordering: .acquiring), let buckets = rates.withLock({ $0.agents })
    else { return nil }
    let key = CallerKey(tenant: agent.tenant, caller: agent.id)
    return Self.refusal(buckets.admit(key, at: now), .rateLimited)
  }

  private static func refusal(_ admission: Admission, _ code: ReasonCode) -> Refusal? {
    switch admission {
    case .admitted: nil
    case .limited: Refusal(code: code, retryAfter: admission.retryAfterSeconds)
    case .overloaded: Refusal(code: .overloaded, retryAfter: nil)
    }
  }
}
