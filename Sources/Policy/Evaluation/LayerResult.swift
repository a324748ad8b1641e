import ActionModel
import Expressions
import UnicodeText

/// What one layer says of an action.
struct LayerResult {
  let verdict: Verdict
  let reason: Decision.Reason
  /// The ids of the rules that produced the verdict; empty for a default.
  let rules: [String]
}

extension LayerPlan {
  /// Combines what matched in the layer, of which the strongest wins; nil where it has no say.
  func decide(
    _ list: MatchList, _ effects: [Effect], withShadows: Bool
  ) -> LayerResult? {
    guard let fallback = fallback(withShadows: withShadows) else { return nil }
    return strongest(list, withShadows) ?? covered(list, effects, withShadows)
      ?? possibleDemand(fallback, list, withShadows)
      ?? byDefault(fallback, list, effects, withShadows)
  }

  /// The strongest effect of the rules that matched for the whole call.
  func strongest(_ list: MatchList, _ withShadows: Bool) -> LayerResult? {
    var strongest: Verdict?
    var rules: [String] = []
    var deciding: RuleMatch?
    for match in list.matches where takes(match.rule, withShadows) {
      guard let verdict = match.verdict, verdict >= strongest ?? verdict else { continue }
      if verdict != strongest {
        strongest = verdict
        rules.removeAll(keepingCapacity: true)
        deciding = nil
      }
      rules.append(match.rule.id)
      // A rule that matched for sure says more than one that failed.
      if deciding == nil || (deciding?.error != nil && match.error == nil) { deciding = match }
    }
    guard let strongest, let deciding else { return nil }
    return LayerResult(verdict: strongest, reason: deciding.reason, rules: rules)
  }

  /// An allowance made of rules that together cover every effect.
  private func covered(
    _ list: MatchList, _ effects: [Effect], _ withShadows: Bool
  ) -> LayerResult? {
    guard firstUncovered(list, effects, withShadows) == nil else { return nil }
    var rules: [CompiledRule] = []
    for cover in list.covered
    where takes(cover.rule, withShadows) && rules.last !== cover.rule {
      rules.append(cover.rule)
    }
    guard let first = rules.first else { return nil }
    return LayerResult(
      verdict: .allow, reason: Decision.Reason(code: .rule, text: first.text),
      rules: rules.map(\.id))
  }

  /// A demand for approval that some arguments would raise, where the default is even stricter: such an item of a list is
  /// not hidden.
  private func possibleDemand(
    _ fallback: Verdict, _ list: MatchList, _ withShadows: Bool
  ) -> LayerResult? {
    guard fallback > .requireApproval,
      let rule = list.possibleDemands.first(where: { takes($0, withShadows) })
    else { return nil }
    return LayerResult(
      verdict: .requireApproval, reason: Decision.Reason(code: .rule, text: rule.text),
      rules: [rule.id])
  }

  private func byDefault(
    _ fallback: Verdict, _ list: MatchList, _ effects: [Effect], _ withShadows: Bool
  ) -> LayerResult {
    if fallback != .allow, list.askedForCover,
      let effect = firstUncovered(list, effects, withShadows)
    {
      let text = "no rule of the layer \(layer.rawValue) covers what it \(effect.phrase)"
      return LayerResult(
        verdict: fallback, reason: Decision.Reason(code: .effectNotCovered, text: text), rules: [])
    }
    return LayerResult(verdict: fallback, reason: defaultReason(fallback), rules: [])
  }

  private func firstUncovered(
    _ list: MatchList, _ effects: [Effect], _ withShadows: Bool
  ) -> Effect? {
    for (index, effect) in effects.enumerated() {
      let isCovered = list.covered.contains {
        $0.effect == index && takes($0.rule, withShadows)
      }
      if !isCovered { return effect }
    }
    return nil
  }

  func takes(_ rule: CompiledRule, _ withShadows: Bool) -> Bool {
    rule.layer == layer && (withShadows || !rule.isShadow)
  }

  private func defaultReason(_ fallback: Verdict) -> Decision.Reason {
    switch fallback {
    case .allow:
      Decision.Reason(code: .defaultAllow, text: "no rule matches, and the default allows")
    case .deny: Decision.Reason(code: .defaultDeny, text: "no rule matches, and the default denies")
    case .requireApproval:
      Decision.Reason(
        code: .defaultApproval, text: "no rule matches, and the default requires an approval")
    }
  }
}

extension RuleMatch {
  /// The verdict that the match speaks for; nil for marks and obligations, unless one that changes content failed:
  /// what should have been taken out would stay in.
  var verdict: Verdict? {
    switch rule.effect {
    case .allow: .allow
    case .deny: .deny
    case .requireApproval: .requireApproval
    case .redact, .replace: error == nil ? nil : .deny
    case .flag, .limit: nil
    }
  }

  var reason: Decision.Reason {
    guard let error else { return Decision.Reason(code: .rule, text: rule.text) }
    return Decision.Reason(
      code: .ruleError, text: "rule `\(rule.id)` could not be evaluated: \(error.message)")
  }
}

extension Effect {
  /// What the action does, for a sentence.
  fileprivate var phrase: String {
    let target = Escaped.text("\(target)", limit: 200)
    return switch kind {
    case .unknown: "may do"
    case .changesPermissions: "changes permissions of: \(target)"
    case .sends: "sends: \(target)"
    case .connects: "connects to: \(target)"
    case .listens: "listens on: \(target)"
    case .reads, .writes, .deletes, .executes, .loads, .escalates, .spends:
      "\(kind.rawValue): \(target)"
    }
  }
}
