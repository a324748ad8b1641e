/// What a rule does to an action that it matches.
package enum RuleEffect: String, Sendable, Hashable, CaseIterable {
  case allow
  case deny
  case requireApproval = "require_approval"
  /// Marks the action with the rule's id.
  case flag
  /// Obliges whoever carries the action out to blank out the values at `paths`.
  case redact
  /// Obliges it to put `value` in the place of the values at `paths`.
  case replace
  /// Obliges it to keep the numbers at `paths` to at most `value`.
  case limit

  /// Whether the effect restrains: then a doubt counts as a match.
  var restrains: Bool { self != .allow }

  /// Whether the effect is an obligation, which needs `paths`.
  var obliges: Bool {
    switch self {
    case .redact, .replace, .limit: true
    case .allow, .deny, .requireApproval, .flag: false
    }
  }
}
