import ActionModel
import Documents
import YAML

extension RuleDocument {
  private static let keys = [
    "id", "effect", "tools", "phase", "when", "unless", "covers", "reason", "approval", "paths",
    "value", "shared", "shadow", "draft",
  ]

  /// The members that belong to some effects alone.
  private static let owners: [(key: String, effects: Set<RuleEffect>)] = [
    ("covers", [.allow]), ("approval", [.requireApproval]),
    ("paths", [.redact, .replace, .limit]), ("value", [.replace, .limit]),
  ]

  /// Reads one rule; nil, having reported why, where it has no usable id or effect.
  init?(_ node: YAMLNode, in source: DocumentSource, _ problems: inout ProblemList) {
    guard let section = Section(node, "a rule", keys: Self.keys, in: source, &problems) else {
      return nil
    }
    let id = Self.id(section, &problems)
    let effect = Self.effect(section, &problems)
    tools = Self.tools(section, &problems)
    phases =
      section.words("phase", as: Phase.self, &problems)
      .map { $0.reduce(into: []) { $0.formUnion(PhaseSet($1)) } } ?? PhaseSet(.request)
    when = Self.condition("when", section, &problems)
    unless = Self.condition("unless", section, &problems)
    covers = section.words("covers", as: Effect.Kind.self, &problems)
      .map { $0.reduce(into: []) { $0.formUnion(Effect.KindSet($1)) } }
    reason = section.text("reason", &problems)
    isShared = section.flag("shared", &problems) ?? false
    isShadow = section.flag("shadow", &problems) ?? false
    isDraft = section.flag("draft", &problems) ?? false
    guard let id, let effect else { return nil }
    Self.checkMembers(section, effect, &problems)
    self.id = id
    self.effect = effect
    position = section.position
    approval = section.member("approval").flatMap { ApprovalTerms($0.value, in: source, &problems) }
    (paths, value) = ObligationTerms.read(section, effect, &problems)
  }

  private static func id(_ section: Section, _ problems: inout ProblemList) -> String? {
    guard section.member("id") != nil else {
      problems.error(
        "`id` is missing", in: section.source, at: section.position,
        hint: "decisions and the log name rules by their id")
      return nil
    }
    guard let id = section.text("id", &problems) else { return nil }
    let isPlain = id.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
      default: false
      }
    }
    guard isPlain, id.utf8.count <= 128 else {
      problems.error(
        "`\(id)` cannot be an id", in: section.source, at: section.position(of: "id"),
        hint: "use at most 128 letters, digits, `-`, `.` and `_`")
      return nil
    }
    return id
  }

  private static func effect(_ section: Section, _ problems: inout ProblemList) -> RuleEffect? {
    guard section.member("effect") != nil else {
      problems.error(
        "`effect` is missing", in: section.source, at: section.position,
        hint: "say what the rule does, such as `effect: allow`")
      return nil
    }
    return section.word("effect", as: RuleEffect.self, &problems)
  }

  private static func tools(_ section: Section, _ problems: inout ProblemList) -> [ToolPattern]? {
    section.texts("tools", &problems)?.compactMap { (text, position) -> ToolPattern? in
      guard let pattern = ToolPattern(text) else {
        problems.error(
          "`\(text)` is not a tool pattern", in: section.source, at: position,
          hint: "write `fs.read`, `fs.*` or in full `channel:server/name`")
        return nil
      }
      return pattern
    }
  }

  private static func condition(
    _ key: String, _ section: Section, _ problems: inout ProblemList
  ) -> ConditionText? {
    guard let member = section.member(key) else { return nil }
    // `when: true` is a boolean to YAML, and a fine condition to its writer.
    if let flag = member.value.bool {
      return ConditionText(text: flag ? "true" : "false", node: member.value)
    }
    guard let text = section.text(key, &problems) else { return nil }
    return ConditionText(text: text, node: member.value)
  }

  /// Reports members that mean nothing beside the rule's effect.
  private static func checkMembers(
    _ section: Section, _ effect: RuleEffect, _ problems: inout ProblemList
  ) {
    for (key, effects) in owners where !effects.contains(effect) {
      guard let member = section.member(key) else { continue }
      let names = effects.map { "`\($0.rawValue)`" }.sorted().joined(separator: ", ")
      problems.error(
        "`\(key)` means nothing in a rule with the effect `\(effect.rawValue)`",
        in: section.source, at: member.keyPosition, hint: "it belongs to \(names)")
    }
  }
}
