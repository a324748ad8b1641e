import ActionModel
import Expressions

/// A rule that matched, or that counts as matched.
struct RuleMatch {
  let rule: CompiledRule
  /// What went wrong, where the rule only matches because it could not be evaluated.
  let error: EvaluationError?
}

/// What the candidates for an action came to, before layers combine it.
struct MatchList {
  /// The rules that matched, in the order of the policy; rules with `covers` are not among them.
  private(set) var matches: [RuleMatch] = []
  /// The demands for approval that may match, depending on arguments that are still to come.
  var possibleDemands: [CompiledRule] = []
  /// Which effect of the action each rule with `covers` vouches for; none of an action that does nothing, which every such
  /// rule vouches for.
  var covered: [(rule: CompiledRule, effect: Int?)] = []
  /// The rules that depend on what a record withholds.
  var undecided: [Undecided] = []
  /// Whether a rule with `covers` was asked at all.
  var askedForCover = false
  /// Whether a shadow rule matched or vouches for something.
  var hasShadow = false

  /// Adds a rule that matched; there mostly are a few, and room for them is made at once.
  mutating func add(_ match: RuleMatch) {
    if matches.isEmpty { matches.reserveCapacity(4) }
    matches.append(match)
  }

  /// A rule of which it is not known whether it holds.
  struct Undecided {
    let rule: CompiledRule
    /// Whether the rule is asked to cover effects rather than about the whole call.
    let isCover: Bool
    /// The effect that it may cover, by position; nil for whatever there is.
    let effect: Int?
    /// The facts that are wanting.
    let unknowns: [String]
  }
}
