/// The answer to an action: what is to be done with it, why, and under which conditions.
///
/// An object, as the action is.
package final class Decision: Sendable {
  /// Why a verdict was given: for programs by a code, for people in words.
  package struct Reason: Sendable {
    package let code: ReasonCode
    /// A sentence for people, which names the rule's own reason where it has one.
    package let text: String

    package init(code: ReasonCode, text: String) {
      self.code = code
      self.text = text
    }
  }

  /// A request for approval that an action waits for.
  package struct Approval: Sendable, Hashable {
    package let id: String
    /// Where people answer it.
    package let url: String
    /// Until when it can be answered and used, in nanoseconds since 1970.
    package let expiresAt: Int64

    package init(id: String, url: String, expiresAt: Int64) {
      self.id = id
      self.url = url
      self.expiresAt = expiresAt
    }
  }

  /// What an allowed action was counted as, which can be given back where it is not carried out.
  package struct Reserved: Sendable, Hashable {
    /// Until when its outcome can be reported, in nanoseconds since 1970.
    package let expiresAt: Int64

    package init(expiresAt: Int64) {
      self.expiresAt = expiresAt
    }
  }

  /// `dec_` and 26 characters, unique.
  package let id: String
  package let verdict: Verdict
  package let reason: Reason
  /// The ids of the rules that produced the verdict, in the order of the policy.
  package let rules: [String]
  /// The marks that matching `flag` rules put on the action.
  package let flags: [String]
  package let obligations: [Obligation]
  /// The request for approval that waits for an answer; nil where none does.
  package let approval: Approval?
  /// What the action was counted as; nil where nothing was, or nobody may report outcomes.
  package let reservation: Reserved?
  /// Whole seconds until the same action may fare better; nil where time does not help.
  package let retryAfter: Int?

  package init(
    id: String, verdict: Verdict, reason: Reason, rules: [String] = [], flags: [String] = [],
    obligations: [Obligation] = [], approval: Approval? = nil, reservation: Reserved? = nil,
    retryAfter: Int? = nil
  ) {
    self.id = id
    self.verdict = verdict
    self.reason = reason
    self.rules = rules
    self.flags = flags
    self.obligations = obligations
    self.approval = approval
    self.reservation = reservation
    self.retryAfter = retryAfter
  }
}
