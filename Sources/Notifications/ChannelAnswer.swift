/// What somebody answered in a channel, proved to come from its service.
package struct ChannelAnswer: Sendable, Equatable {
  package enum Verdict: String, Sendable {
    case approve
    case deny
  }

  package let approval: String
  package let verdict: Verdict
  /// Who it was, as the service knows them: `slack:U012AB3CD`, `telegram:123456`.
  package let person: String
}

/// Says why a request to a channel's own address is not answered.
package enum ChannelRequestProblem: Error, Sendable, Hashable {
  /// It does not prove to come from the service.
  case unproved
  /// It is too old, or from the future: it may be a repetition.
  case stale
  /// It is proved, but not of the service's form.
  case malformed
}

extension ChannelRequestProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unproved: "the request is not signed with this channel's secret; check the secret"
    case .stale: "the request was signed too long ago, or the clocks differ; set the clock"
    case .malformed: "the request is not of the service's form"
    }
  }
}
