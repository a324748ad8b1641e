import ActionModel

extension PolicyOutcome {
  /// Takes up what the rules that matched bring beside a verdict.
  mutating func collect(_ list: MatchList, withShadows: Bool) {
    var demands: [ApprovalRequirement.Demand] = []
    var within: Int64?
    var isBoundToPolicy = false
    var hidden: [String] = []
    for match in list.matches where withShadows || !match.rule.isShadow {
      let rule = match.rule
      if match.error == nil || rule.effect.restrains { matched.append(rule.id) }
      switch rule.effect {
      case .allow, .deny: break
      case .requireApproval:
        let terms = rule.approval
        demands.append(
          .init(rule: rule.id, approvers: terms?.approvers ?? [], quorum: terms?.quorum ?? 1))
        within = [within, terms?.within].compactMap(\.self).min()
        isBoundToPolicy = isBoundToPolicy || terms?.isBoundToPolicy == true
        hidden += terms?.hidden ?? []
      case .flag: flags.append(rule.id)
      case .redact, .replace, .limit:
        if verdict != .deny, let obligation = rule.obligation { obligations.append(obligation) }
      }
    }
    for cover in list.covered
    where (withShadows || !cover.rule.isShadow) && matched.last != cover.rule.id {
      matched.append(cover.rule.id)
    }
    if verdict == .requireApproval {
      approval = ApprovalRequirement(
        demands: demands.isEmpty ? [.init(rule: "")] : demands, within: within,
        isBoundToPolicy: isBoundToPolicy, hidden: hidden)
    }
  }

  /// Denies what the caller could only do with an obligation that it cannot carry out.
  mutating func refuseUnsupported(_ abilities: Abilities) {
    guard let obligation = obligations.first(where: { !abilities.contains(Abilities($0.kind)) })
    else { return }
    verdict = .deny
    reason = Decision.Reason(
      code: .obligationUnsupported,
      text: "rule `\(obligation.rule)` obliges to `\(obligation.kind.rawValue)`, which the caller "
        + "does not list in `can`")
    rules = [obligation.rule]
    obligations = []
    approval = nil
  }

  /// What another outcome, with shadow rules at work, changes; nil if nothing.
  func difference(from shadow: PolicyOutcome) -> ShadowOutcome? {
    let isSame =
      verdict == shadow.verdict && flags == shadow.flags && approval == shadow.approval
      && obligations.map(\.rule) == shadow.obligations.map(\.rule)
    guard !isSame else { return nil }
    return ShadowOutcome(
      verdict: shadow.verdict, reason: shadow.reason,
      matched: shadow.matched.filter { !matched.contains($0) })
  }
}
