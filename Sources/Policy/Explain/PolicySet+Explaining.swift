import ActionModel
import Expressions
import UnicodeText

extension PolicySet {
  /// Decides an action as `evaluate` does, and says of every rule why it matched or did not.
  package func explain(_ request: PolicyRequest, counters: any CounterReader) -> PolicyTrace {
    if let refusal = request.refusal {
      return PolicyTrace(outcome: PolicyOutcome(refused: refusal), rules: [])
    }
    let evaluator = Evaluator(self, request, counters: counters)
    let candidates = Set(index.candidates(for: request.action.tool).map(Int.init))
    let traces = zip(rules, ruleSummaries).enumerated().map { position, entry in
      let (rule, summary) = entry
      guard candidates.contains(position) else {
        let patterns = (rule.tools ?? []).map(\.description).joined(separator: ", ")
        return RuleTrace(
          rule: summary, status: .notConcerned, why: "its tools are \(patterns)", readings: [])
      }
      guard evaluator.concerns(rule) else {
        return RuleTrace(
          rule: summary, status: .notConcerned,
          why: "it is not for the phase `\(request.action.phase.rawValue)`", readings: [])
      }
      return evaluator.trace(rule, summary)
    }
    return PolicyTrace(outcome: evaluate(request, counters: counters), rules: traces)
  }
}

extension Evaluator {
  /// Asks a rule that concerns the action, and notes what it read.
  fileprivate func trace(_ rule: CompiledRule, _ summary: PolicySet.RuleSummary) -> RuleTrace {
    guard let covers = rule.covers, !isAwaitingArguments else {
      let (status, why) = answer(of: rule)
      return RuleTrace(rule: summary, status: status, why: why, readings: readings(of: rule))
    }
    var status = RuleTrace.Status.unmatched
    var clauses: [String] = []
    var readings: [RuleTrace.Reading] = []
    for (index, effect) in effects.enumerated() {
      let name = "\(effect.kind.rawValue): \(Escaped.text("\(effect.target)"))"
      guard covers.contains(effect.kind) else {
        clauses.append("\(name): not a kind that it covers")
        continue
      }
      facts.look(at: effect, index)
      let (own, why) = answer(of: rule)
      clauses.append("\(name): \(own == .matched ? "covered" : why)")
      if own == .matched || status == .unmatched { status = own }
      for reading in self.readings(of: rule) where !readings.contains(reading) {
        readings.append(reading)
      }
    }
    facts.lookAway()
    let why = clauses.isEmpty ? "the action has no effects" : clauses.joined(separator: "; ")
    return RuleTrace(rule: summary, status: status, why: why, readings: readings)
  }

  private func answer(of rule: CompiledRule) -> (RuleTrace.Status, String) {
    switch rule.holds(facts) {
    case .yes: return (.matched, rule.when == nil ? "it has no `when`" : "`when` is true")
    case .perhaps:
      return rule.effect.restrains
        ? (.unmatched, "it depends on arguments that are not known yet")
        : (.matched, "some arguments may fulfil it")
    case .failed(let error): return (.failed, error.message)
    case .no:
      if case .no? = rule.when?.ask(facts) { return (.unmatched, "`when` is false") }
      return (.unmatched, "`unless` is true")
    }
  }

  private func readings(of rule: CompiledRule) -> [RuleTrace.Reading] {
    var readings: [RuleTrace.Reading] = []
    for condition in [rule.when, rule.unless].compactMap(\.self) {
      for reference in condition.program.references where !reference.isCounterScope {
        guard !readings.contains(where: { $0.text == reference.text }),
          let outcome = reference.evaluate(facts)
        else { continue }
        readings.append(RuleTrace.Reading(text: reference.text, value: ValueText.write(outcome)))
      }
    }
    return readings
  }
}

extension Reference {
  /// Whether the reference is only what a counting function is called on.
  fileprivate var isCounterScope: Bool {
    switch attribute.flatMap({ Fact(rawValue: $0.slot) }) {
    case .session, .agent, .rule: true
    default: false
    }
  }
}
