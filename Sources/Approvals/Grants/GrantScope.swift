/// How far a grant reaches beyond the call that it was given for.
package enum GrantScope: Sendable, Hashable {
  /// Calls with these very arguments and circumstances.
  case arguments
  /// Calls of the tool whose effects are all on files under a directory.
  case directory(String)
  /// Calls of the tool whose effects are all on a host and those below it.
  case host(String)
  /// Calls of the tool with a number up to this in a member of the arguments.
  case amount(member: String, maximum: String)
  /// Calls of the tool that do nothing of another kind, and nothing worse.
  case tool
}

/// What an approver gives beyond one approval.
package struct GrantTerms: Sendable, Hashable {
  package let scope: GrantScope
  /// Whether it holds in the session of the call only.
  package let isForSession: Bool
  /// How long it holds, in nanoseconds.
  package let duration: Int64

  /// The longest that a grant may hold: a day.
  package static let longest: Int64 = 86_400 * 1_000_000_000

  package init(scope: GrantScope, isForSession: Bool, duration: Int64) {
    self.scope = scope
    self.isForSession = isForSession
    self.duration = duration
  }
}
