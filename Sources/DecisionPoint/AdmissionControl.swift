import ActionModel
package import Limits

/// Holds each caller and each agent to its own rate, before any policy is asked.
package struct AdmissionControl: Sendable {
  private let callers: CallerBuckets?
  private let agents: CallerBuckets?

  /// - Parameters:
  ///   - callers: the rate of each credential, whichever agents it speaks for; nil sets none.
  ///   - agents: the rate of each agent; nil sets none.
  package init(callers: CallRate?, agents: CallRate?) {
    self.callers = callers.map { CallerBuckets(rate: $0) }
    self.agents = agents.map { CallerBuckets(rate: $0) }
  }

  /// Takes one call from both; says which limit stands in the way, and for how many seconds.
  func limit(
    on caller: Caller, _ principal: Principal, at now: Int64
  ) -> (code: ReasonCode, retryAfter: Int?)? {
    let byCaller = callers?.admit(CallerKey(tenant: "", caller: caller.id), at: now)
    if let refusal = Self.refusal(byCaller, .callerRateLimited) { return refusal }
    let byAgent = agents?.admit(CallerKey(tenant: principal.tenant, caller: principal.id), at: now)
    return Self.refusal(byAgent, .rateLimited)
  }

  private static func refusal(
    _ admission: Admission?, _ code: ReasonCode
  ) -> (code: ReasonCode, retryAfter: Int?)? {
    switch admission {
    case nil, .admitted: nil
    case .limited: (code, admission?.retryAfterSeconds)
    case .overloaded: (.overloaded, nil)
    }
  }
}
