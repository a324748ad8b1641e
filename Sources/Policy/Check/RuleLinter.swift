import ActionModel
import Documents
import Expressions
import YAML

/// Points out rules that are in order and yet hardly what their writer meant.
struct RuleLinter {
  /// A rule with its compiled conditions and what it belongs to.
  struct Rule {
    let document: RuleDocument
    let layer: Layer
    let source: DocumentSource
    let when: Program?
    let unless: Program?
    let isShadow: Bool

    /// Whether the rule matches every call of its tools.
    var isUnconditional: Bool {
      (when == nil || when?.isAlways(true) == true)
        && (unless == nil || unless?.isAlways(false) == true)
    }
  }

  private let tools: KnownTools

  init(tools: KnownTools) { self.tools = tools }

  func check(_ rules: [Rule], _ problems: inout ProblemList) {
    // Few rules can overrule others whatever the call: to look for them once keeps sets of thousands of rules fast to load.
    let overruling = rules.filter { !$0.isShadow && $0.isUnconditional }
    for rule in rules {
      checkConstants(rule, &problems)
      checkPatterns(rule, &problems)
      checkExpressions(rule, &problems)
      checkRawArguments(rule, &problems)
      checkStrongerRules(rule, among: overruling, &problems)
    }
  }

  // MARK: Conditions

  private func checkConstants(_ rule: Rule, _ problems: inout ProblemList) {
    if let when = rule.document.when, let program = rule.when {
      if program.isAlways(true) {
        warn(
          "always-true", "`when` of `\(rule.document.id)` is always true", when.node.position, rule,
          hint: "leave it out, or say what the rule depends on", &problems)
      } else if program.isAlways(false) {
        warn(
          "unreachable-rule", "`\(rule.document.id)` never matches: its `when` is always false",
          when.node.position, rule, hint: "remove the rule, or mark it `draft: true`", &problems)
      }
    }
    if let unless = rule.document.unless, rule.unless?.isAlways(true) == true {
      warn(
        "unreachable-rule", "`\(rule.document.id)` never matches: its `unless` is always true",
        unless.node.position, rule, hint: "remove the rule, or mark it `draft: true`", &problems)
    }
  }

  /// Points out searches where a match was meant: what grants should say how the text begins and ends.
  private func checkExpressions(_ rule: Rule, _ problems: inout ProblemList) {
    let restrains = rule.document.effect.restrains
    let granting = restrains ? (rule.document.unless, rule.unless) : (rule.document.when, rule.when)
    guard let text = granting.0, let program = granting.1 else { return }
    for call in program.calls where call.function == "matches" && call.sense != .negated {
      guard case .string(let pattern)? = call.arguments.last ?? nil else { continue }
      guard !pattern.hasPrefix("^") || !pattern.hasSuffix("$") || pattern.hasSuffix("\\$") else {
        continue
      }
      warn(
        "regex-without-anchors", "`\(pattern)` is searched for anywhere in the text",
        text.position(of: call.range.start, in: rule.source), rule,
        hint: "write `^…$`, or use `matchesGlob`", &problems)
    }
  }

  /// Points out rules that look at the spelling of what is analysed.
  private func checkRawArguments(_ rule: Rule, _ problems: inout ProblemList) {
    guard let patterns = rule.document.tools else { return }
    let analysed = tools.analysedArguments(of: patterns)
    guard !analysed.isEmpty else { return }
    for (text, program) in [
      (rule.document.when, rule.when), (rule.document.unless, rule.unless),
    ] {
      guard let text, let program else { continue }
      for reference in program.references {
        guard case .attribute(let attribute) = reference.kind,
          Fact(rawValue: attribute.slot) == .arguments, let name = attribute.path.first,
          analysed.contains(name)
        else { continue }
        warn(
          "raw-argument",
          "`\(reference.text)` is the spelling of a call, and many spellings do the same",
          text.position(of: reference.range.start, in: rule.source), rule,
          hint: "ask what the call does: `effects.reads`, `effects.deletes`, `this.target`",
          &problems)
      }
    }
  }

  // MARK: Tools and other rules

  private func checkPatterns(_ rule: Rule, _ problems: inout ProblemList) {
    guard tools.isComplete, let patterns = rule.document.tools else { return }
    for pattern in patterns where !tools.include(pattern) {
      warn(
        "unknown-tool", "`\(pattern)` matches no tool that is described", rule.document.position,
        rule, hint: "describe it in the file of tools, or mend the pattern", &problems)
    }
  }

  /// Points out rules that another one always overrules; `overruling` are those without conditions.
  private func checkStrongerRules(
    _ rule: Rule, among overruling: [Rule], _ problems: inout ProblemList
  ) {
    guard !rule.isShadow, let verdict = rule.document.effect.verdict, verdict != .deny else {
      return
    }
    let stronger = overruling.first { other in
      guard let own = other.document.effect.verdict else { return false }
      return own > verdict && other.document.phases.isSuperset(of: rule.document.phases)
        && other.document.concernsAll(of: rule.document.tools)
    }
    guard let stronger else { return }
    let what = verdict == .allow ? "an allow that can never win" : "a rule that can never decide"
    warn(
      verdict == .allow ? "allow-never-wins" : "unreachable-rule",
      "`\(rule.document.id)` is \(what): `\(stronger.document.id)` matches whatever it matches, and is stronger",
      rule.document.position, rule,
      hint: "remove one, or give `\(stronger.document.id)` a condition",
      &problems)
  }

  private func warn(
    _ code: String, _ message: String, _ position: YAMLPosition, _ rule: Rule, hint: String,
    _ problems: inout ProblemList
  ) {
    problems.warning(message, in: rule.source, at: position, hint: hint, code: code)
  }
}

extension Program {
  fileprivate func isAlways(_ value: Bool) -> Bool {
    if case .bool(value)? = constant { true } else { false }
  }
}

extension RuleEffect {
  fileprivate var verdict: Verdict? {
    switch self {
    case .allow: .allow
    case .deny: .deny
    case .requireApproval: .requireApproval
    case .flag, .redact, .replace, .limit: nil
    }
  }
}

extension RuleDocument {
  /// Whether the rule speaks of every tool that some patterns match; nil stands for every tool.
  fileprivate func concernsAll(of patterns: [ToolPattern]?) -> Bool {
    guard let tools else { return true }
    guard let patterns else { return false }
    return patterns.allSatisfy { pattern in tools.contains { $0.covers(pattern) } }
  }
}
