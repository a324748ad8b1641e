/// What is to be done with an action, from weakest to strongest.
///
/// Wherever several apply, the strongest wins.
package enum Verdict: String, Sendable, Hashable, CaseIterable, Comparable {
  case allow
  case requireApproval = "require_approval"
  case deny

  private var strength: Int {
    switch self {
    case .allow: 0
    case .requireApproval: 1
    case .deny: 2
    }
  }

  package static func < (left: Verdict, right: Verdict) -> Bool { left.strength < right.strength }
}
