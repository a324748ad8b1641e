import ActionModel
import Documents
import Expressions
import JSON
import YAML

/// One rule of a loaded set, its conditions compiled and everything a decision says about it prepared.
final class CompiledRule: Sendable {
  let id: String
  let policy: String
  let source: String
  let position: YAMLPosition
  let layer: Layer
  let effect: RuleEffect
  let tools: [ToolPattern]?
  let phases: PhaseSet
  let when: Condition?
  let unless: Condition?
  let covers: Effect.KindSet?
  let approval: ApprovalTerms?
  /// What an obligation rule asks for.
  let obligation: Obligation?
  /// Whether the rule only shows what it would change, by itself or because its policy does.
  let isShadow: Bool
  /// What people are told when the rule decides: its own reason, or one made of its id.
  let text: String
  /// Whether a condition reads what the action would do.
  let needsEffects: Bool
  /// Whether a condition reads what is inside the action's text.
  let needsContent: Bool
  /// Whether a condition reads what the caller says of the circumstances.
  let needsContext: Bool
  /// The counters that the conditions read, by index.
  let counters: [Int]

  init(
    _ rule: RuleDocument, of document: PolicyDocument, when: Program?, unless: Program?,
    counters: [Int]
  ) {
    id = rule.id
    self.counters = counters
    policy = document.name
    source = document.source.name
    position = rule.position
    layer = document.layer
    effect = rule.effect
    tools = rule.tools
    phases = rule.phases
    self.when = when.map { Condition($0) }
    self.unless = unless.map { Condition($0) }
    covers = rule.covers
    approval = rule.approval
    obligation = Obligation.Kind(rule.effect).map {
      Obligation(kind: $0, rule: rule.id, paths: rule.paths, value: rule.value)
    }
    isShadow = rule.isShadow || document.isShadow
    text = rule.reason ?? Self.text(for: rule)
    needsEffects =
      rule.covers != nil
      || [when, unless].contains { program in
        program?.references.contains { $0.fact?.needsEffects ?? false } ?? false
      }
    needsContent = [when, unless].contains { program in
      program?.references.contains { $0.fact?.needsContent ?? false } ?? false
    }
    needsContext = [when, unless].contains { program in
      program?.references.contains { $0.fact?.needsContext ?? false } ?? false
    }
  }

  private static func text(for rule: RuleDocument) -> String {
    switch rule.effect {
    case .allow: "rule `\(rule.id)` allows it"
    case .deny: "rule `\(rule.id)` denies it"
    case .requireApproval: "rule `\(rule.id)` requires an approval"
    case .flag, .redact, .replace, .limit: "rule `\(rule.id)` applies"
    }
  }
}

extension Obligation.Kind {
  fileprivate init?(_ effect: RuleEffect) {
    switch effect {
    case .redact: self = .redact
    case .replace: self = .replace
    case .limit: self = .limit
    case .allow, .deny, .requireApproval, .flag: return nil
    }
  }
}

extension Reference {
  /// The attribute that the reference reads; nil for a call.
  var attribute: Attribute? {
    switch kind {
    case .attribute(let attribute), .presence(let attribute): attribute
    case .call: nil
    }
  }

  fileprivate var fact: Fact? { attribute.flatMap { Fact(rawValue: $0.slot) } }
}
