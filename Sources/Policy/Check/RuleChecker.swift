import Documents
import Expressions
import YAML

/// Checks what types cannot: that a rule's conditions fail on the safe side, and only read what the rule is given.
struct RuleChecker {
  private let rule: RuleDocument
  private let source: DocumentSource

  init(rule: RuleDocument, source: DocumentSource) {
    self.rule = rule
    self.source = source
  }

  func check(when: Program?, unless: Program?, _ problems: inout ProblemList) {
    if let when, let text = rule.when {
      check(when, text, grants: !rule.effect.restrains, &problems)
    }
    if let unless, let text = rule.unless {
      check(unless, text, grants: rule.effect.restrains, &problems)
    }
  }

  /// - Parameter grants: whether the agent gains where the condition holds.
  private func check(
    _ program: Program, _ text: ConditionText, grants: Bool, _ problems: inout ProblemList
  ) {
    // A condition that looks at the tool's name knows whose arguments it reads.
    let namesTool = rule.tools != nil || program.references.contains(where: \.readsToolName)
    for reference in program.references {
      guard let attribute = reference.attribute, let fact = Fact(rawValue: attribute.slot) else {
        continue
      }
      if fact == .thisKind || fact == .thisTarget, rule.covers == nil {
        problems.error(
          "`\(fact.name)` is only known in a rule with `covers`", in: source,
          at: text.position(of: reference.range.start, in: source),
          hint: "say which effects the rule allows, such as `covers: [reads]`")
      }
      if fact == .arguments, !namesTool, !reference.isGuarded,
        let name = attribute.path.first,
        case .attribute = reference.kind
      {
        problems.error(
          "`\(reference.text)` is missing from the arguments of some tools", in: source,
          at: text.position(of: reference.range.start, in: source),
          hint: "write `has(args.\(name)) && …`, or name the rule's `tools`")
      }
    }
    checkSense(program, text, grants: grants, &problems)
  }

  /// Refuses a doubt that would turn out in the agent's favour: `overlaps` and `holds` are true of what only may match, and
  /// `within` false of what only may lie elsewhere.
  private func checkSense(
    _ program: Program, _ text: ConditionText, grants: Bool, _ problems: inout ProblemList
  ) {
    for call in program.calls where ["overlaps", "holds", "within"].contains(call.function) {
      let isRight: Bool =
        switch call.sense {
        case .plain: (call.function == "within") == grants
        case .negated: (call.function == "within") != grants
        case .mixed: false
        }
      guard !isRight else { continue }
      let position = text.position(of: call.range.start, in: source)
      if call.sense == .mixed {
        problems.error(
          "it cannot be told whether `\(call.function)` fails on the safe side here", in: source,
          at: position, hint: "combine it with `&&`, `||`, `!`, `exists` and `all` alone")
      } else if call.function != "within" {
        problems.error(
          "`\(call.function)` holds where a target only may match, and would let the rest through",
          in: source, at: position, hint: "use `within` here, which holds for all of the target")
      } else {
        problems.error(
          "`within` does not hold where part of a target lies elsewhere, and would miss the rest",
          in: source, at: position, hint: "use `overlaps` here, which holds for any part")
      }
    }
  }
}

extension Reference {
  fileprivate var readsToolName: Bool {
    switch attribute.flatMap({ Fact(rawValue: $0.slot) }) {
    case .toolName, .toolCanonical: true
    default: false
    }
  }
}
