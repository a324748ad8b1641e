import ActionModel
import Expressions

/// Asks the rules that concern an action, and collects those that match.
struct Evaluator {
  private let set: PolicySet
  private let request: PolicyRequest
  let facts: DecisionFacts
  let ledger: CounterLedger
  /// The effects that rules with `covers` are asked about, one by one.
  let effects: [Effect]

  init(_ set: PolicySet, _ request: PolicyRequest, counters: any CounterReader) {
    self.set = set
    self.request = request
    ledger = CounterLedger(reader: counters)
    facts = DecisionFacts(request, ledger: ledger)
    effects = (request.effects ?? .unknown).all
  }

  /// Whether a list is being decided: rules for requests are asked then too, with their arguments unknown.
  var isList: Bool { request.action.phase == .list }

  /// The obligations that the caller can carry out; all where that is not known.
  var abilities: Abilities {
    request.withheld?.abilities == true ? Abilities(rawValue: .max) : request.action.can
  }

  /// Whether the effects of the action depend on arguments that are still to come.
  var isAwaitingArguments: Bool { request.awaitsArguments }

  /// Whether a rule has a say in the action's phase.
  func concerns(_ rule: CompiledRule) -> Bool {
    if rule.phases.contains(PhaseSet(request.action.phase)) { return true }
    // What is listed is what could be requested; marks and obligations wait for the request.
    return isList && rule.phases.contains(PhaseSet(.request)) && rule.effect.decides
  }

  func matches() -> MatchList {
    var list = MatchList()
    for index in set.index.candidates(for: request.action.tool) {
      let rule = set.rules[Int(index)]
      guard concerns(rule) else { continue }
      if rule.isShadow { ledger.record(false) }
      if let covers = rule.covers {
        askForCover(rule, covers, &list)
      } else {
        ask(rule, &list)
      }
      if rule.isShadow { ledger.record(true) }
    }
    return list
  }

  private func ask(_ rule: CompiledRule, _ list: inout MatchList) {
    switch rule.holds(facts) {
    case .yes: list.add(RuleMatch(rule: rule, error: nil))
    case .perhaps(let unknowns) where isWithheld(unknowns):
      list.undecided.append(
        MatchList.Undecided(rule: rule, isCover: false, effect: nil, unknowns: unknowns))
    case .perhaps where !rule.effect.restrains && isList:
      list.add(RuleMatch(rule: rule, error: nil))
    case .perhaps where rule.effect == .requireApproval: list.possibleDemands.append(rule)
    case .failed(let error) where rule.effect.restrains:
      list.add(RuleMatch(rule: rule, error: error))
    case .no, .perhaps, .failed: return
    }
    if rule.isShadow { list.hasShadow = true }
  }

  /// Whether facts are wanting because a record withholds them, rather than because a list has no arguments yet.
  private func isWithheld(_ unknowns: [String]) -> Bool {
    guard request.withheld != nil else { return false }
    return !isAwaitingArguments || !unknowns.allSatisfy(DecisionFacts.awaited.contains)
  }

  /// Asks an allow rule about each effect of the kinds that it covers.
  private func askForCover(_ rule: CompiledRule, _ covers: Effect.KindSet, _ list: inout MatchList)
  {
    if isAwaitingArguments {
      // Any effect may turn out to be covered; which is told at the request.
      return ask(rule, &list)
    }
    if !rule.isShadow { list.askedForCover = true }
    if request.withheld?.effects == true {
      list.undecided.append(
        MatchList.Undecided(rule: rule, isCover: true, effect: nil, unknowns: ["effects"]))
      return
    }
    if effects.isEmpty {
      list.covered.append((rule, nil))
      if rule.isShadow { list.hasShadow = true }
    }
    for (index, effect) in effects.enumerated() where covers.contains(effect.kind) {
      facts.look(at: effect, index)
      switch rule.holds(facts) {
      case .yes:
        list.covered.append((rule, index))
        if rule.isShadow { list.hasShadow = true }
      case .perhaps(let unknowns):
        list.undecided.append(
          MatchList.Undecided(rule: rule, isCover: true, effect: index, unknowns: unknowns))
      case .no, .failed: continue
      }
    }
    facts.lookAway()
  }
}

extension RuleEffect {
  /// Whether the effect is a verdict.
  var decides: Bool {
    switch self {
    case .allow, .deny, .requireApproval: true
    case .flag, .redact, .replace, .limit: false
    }
  }
}
