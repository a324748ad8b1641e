import ActionModel

extension PolicySet {
  /// Decides an action: every rule that concerns it is looked at, each layer combines its own, the strongest layer wins.
  ///
  /// The order of rules and files never matters but for the order in which rules are named.
  package func evaluate(_ request: PolicyRequest, counters: any CounterReader) -> PolicyOutcome {
    if let refusal = request.refusal { return PolicyOutcome(refused: refusal) }
    let evaluator = Evaluator(self, request, counters: counters)
    let list = evaluator.matches()
    guard list.hasShadow || layers.contains(where: \.hasShadowDefault) else {
      return combined(list, evaluator)
    }
    var outcome = combined(list, evaluator)
    outcome.shadow = outcome.difference(
      from: combine(list, evaluator, request.action.can, withShadows: true))
    return outcome
  }

  /// The outcome of what matched, shadows left aside.
  func combined(_ list: MatchList, _ evaluator: Evaluator) -> PolicyOutcome {
    combine(list, evaluator, evaluator.abilities, withShadows: false)
  }

  /// Combines the layers that have a say: the strongest verdict, and what every rule obliges to.
  private func combine(
    _ list: MatchList, _ evaluator: Evaluator, _ abilities: Abilities, withShadows: Bool
  ) -> PolicyOutcome {
    var strongest: LayerResult?
    var rules: [String] = []
    for layer in layers {
      guard let result = layer.decide(list, evaluator.effects, withShadows: withShadows)
      else { continue }
      if let known = strongest, known.verdict > result.verdict { continue }
      if strongest.map({ $0.verdict < result.verdict }) ?? true {
        strongest = result
        rules = result.rules
      } else {
        // A rule says more than the default of a layer above.
        if strongest?.rules.isEmpty == true, !result.rules.isEmpty { strongest = result }
        rules += result.rules
      }
    }
    // INVARIANT: the compiler refuses sets without a live policy, so some layer has decided.
    let verdict = strongest?.verdict ?? .deny
    var outcome = PolicyOutcome(
      verdict: verdict,
      reason: strongest?.reason
        ?? Decision.Reason(code: .policyUnavailable, text: "no policy has a say"),
      rules: rules, matched: [], flags: [], obligations: [], approval: nil,
      countersRead: evaluator.ledger.read, shadow: nil)
    outcome.collect(list, withShadows: withShadows)
    outcome.refuseUnsupported(abilities)
    return outcome
  }
}

extension LayerPlan {
  /// Whether shadow policies of the layer would decide otherwise where no rule matches.
  fileprivate var hasShadowDefault: Bool { fallback != shadowFallback }
}
