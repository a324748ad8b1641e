package import ActionModel

/// What the policy may say of an action of which not everything is known.
package struct PolicyProspect: Sendable {
  /// Every verdict that it may come to, whatever the unknown facts are; one where they do not matter.
  package let verdicts: Set<Verdict>
  /// What holds if no condition that depends on an unknown fact is fulfilled.
  package let outcome: PolicyOutcome
  /// The rules that depend on unknown facts.
  package let undecidedRules: [String]
  /// The facts that are wanting, sorted: `args.token`, `context`.
  package let unknowns: [String]
}

extension PolicySet {
  /// Decides an action from what is known of it, and says what else the rest might make of it; shadows have no part in it.
  ///
  /// Each rule is taken to be free to hold or not where it depends on something unknown, so that a verdict may be named
  /// that two rules together exclude, and none is ever left out.
  package func prospect(of request: PolicyRequest, counters: any CounterReader) -> PolicyProspect {
    let evaluator = Evaluator(self, request, counters: counters)
    let list = evaluator.matches()
    let outcome = combined(list, evaluator)
    var verdicts: Set<Verdict> = []
    for layer in layers {
      guard let own = layer.prospect(list, evaluator.effects) else { continue }
      verdicts =
        verdicts.isEmpty
        ? own : Set(verdicts.flatMap { other in own.map { max($0, other) } })
    }
    var unknowns = Set(list.undecided.flatMap(\.unknowns))
    if list.matches.contains(where: { request.lacksAbility(for: $0.rule) == true }) {
      verdicts = [.deny]
    } else if (list.matches.map(\.rule) + list.undecided.map(\.rule)).contains(where: {
      request.lacksAbility(for: $0) != false
    }) {
      verdicts.insert(.deny)
      if request.withheld?.abilities == true { unknowns.insert("can") }
    }
    return PolicyProspect(
      verdicts: verdicts, outcome: outcome, undecidedRules: list.undecided.map(\.rule.id),
      unknowns: verdicts.count > 1 ? unknowns.sorted() : [])
  }
}

extension PolicyRequest {
  /// Whether the caller cannot carry out what a rule obliges to; nil where it is not known what it can.
  fileprivate func lacksAbility(for rule: CompiledRule) -> Bool? {
    guard !rule.isShadow, let obligation = rule.obligation else { return false }
    if withheld?.abilities == true { return nil }
    return !action.can.contains(Abilities(obligation.kind))
  }
}

extension LayerPlan {
  /// Every verdict that the layer may come to; nil where it has no say.
  fileprivate func prospect(_ list: MatchList, _ effects: [Effect]) -> Set<Verdict>? {
    guard let settled = decide(list, effects, withShadows: false)?.verdict else { return nil }
    let own = list.undecided.filter { takes($0.rule, false) }
    let raising = Set(own.filter { !$0.isCover }.compactMap(\.verdict))
    if strongest(list, false) != nil {
      return raising.filter { $0 > settled }.union([settled])
    }
    var verdicts = raising.union([settled])
    let covers = own.filter(\.isCover)
    if !covers.isEmpty, mayCover(list, effects, covers) { verdicts.insert(.allow) }
    return verdicts
  }

  /// Whether the rules that cover for sure and those that may do together cover every effect.
  private func mayCover(
    _ list: MatchList, _ effects: [Effect], _ covers: [MatchList.Undecided]
  ) -> Bool {
    effects.indices.allSatisfy { index in
      covers.contains { $0.effect == nil || $0.effect == index }
        || list.covered.contains { $0.effect == index && takes($0.rule, false) }
    }
  }
}

extension MatchList.Undecided {
  /// The strongest verdict that the rule speaks for if it holds or fails; nil for marks and bounds.
  fileprivate var verdict: Verdict? {
    switch rule.effect {
    case .allow: .allow
    case .deny: .deny
    case .requireApproval: .requireApproval
    // One that fails on the unknown fact leaves in what should have been taken out.
    case .redact, .replace: .deny
    case .flag, .limit: nil
    }
  }
}
