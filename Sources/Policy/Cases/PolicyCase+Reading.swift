import ActionModel
package import Documents
import Expressions
import JSON
import YAML

extension PolicyCase {
  private static let keys = [
    "name", "action", "expect", "now", "verified", "project", "effects", "reversibility",
    "counters",
  ]

  private static let fileKeys = ["project", "context", "cases"]

  /// What a file says for all of its cases.
  private struct Common {
    var project = ProjectDirectories.none
    /// The `context` of actions that give none.
    var context: YAMLMember?
  }

  /// Reads a file of cases, a list or a mapping with the list in `cases`; throws all that is wrong with it.
  package static func read(_ source: DocumentSource) throws(DocumentErrors) -> [PolicyCase] {
    var problems = ProblemList()
    var cases: [PolicyCase] = []
    do throws(YAMLError) {
      cases = Self.cases(try YAMLDocument.parse(source.bytes), source, &problems)
    } catch {
      problems.error(error.message, in: source, at: error.position, hint: error.hint)
    }
    guard !problems.hasErrors else { throw DocumentErrors(problems: problems.sorted) }
    return cases
  }

  private static func cases(
    _ root: YAMLNode, _ source: DocumentSource, _ problems: inout ProblemList
  ) -> [PolicyCase] {
    var common = Common()
    var list = root
    if root.members != nil {
      guard let file = Section(root, "a file of cases", keys: fileKeys, in: source, &problems),
        file.required("cases", &problems), let member = file.member("cases")
      else { return [] }
      common.project = project(file, &problems) ?? .none
      common.context = file.member("context")
      list = member.value
    }
    guard let elements = list.elements, !elements.isEmpty else {
      problems.error(
        "cases are a list, and this is \(list.kindName)", in: source, at: list.position,
        hint: "begin each case with `- name:`")
      return []
    }
    return elements.compactMap { PolicyCase($0, common, in: source, &problems) }
  }

  private init?(
    _ node: YAMLNode, _ common: Common, in source: DocumentSource, _ problems: inout ProblemList
  ) {
    guard let section = Section(node, "a case", keys: Self.keys, in: source, &problems) else {
      return nil
    }
    let name = section.required("name", &problems) ? section.text("name", &problems) : nil
    let action = Self.action(section, common.context, &problems)
    let expectation =
      section.required("expect", &problems)
      ? Expectation(section.member("expect")?.value, in: source, &problems) : nil
    let now = Self.now(section, &problems)
    let project = Self.project(section, &problems) ?? common.project
    let effects = Self.effects(section, &problems)
    let counters = Self.counters(section, &problems)
    let verified = section.flag("verified", &problems) ?? true
    guard let name, let action, let expectation, let now else { return nil }
    self.name = name
    self.expectation = expectation
    self.counters = counters
    position = section.position
    request = PolicyRequest(
      action: action,
      principal: Principal(
        tenant: action.tenant ?? Principal.defaultTenant,
        id: action.agent ?? Caller.anonymous.id, verified: verified, via: nil),
      now: now, effects: effects, project: project)
  }

  private static func action(
    _ section: Section, _ context: YAMLMember?, _ problems: inout ProblemList
  ) -> Action? {
    guard section.required("action", &problems), let member = section.member("action") else {
      return nil
    }
    var node = member.value
    if let context, let members = node.members, !members.contains(where: { $0.name == "context" }) {
      node = YAMLNode(content: .mapping(members + [context]), position: node.position)
    }
    guard let json = JSONValue(node) else {
      problems.error("`action` has no JSON form", in: section.source, at: member.value.position)
      return nil
    }
    do throws(ActionError) {
      return try Action(native: json, caller: .anonymous)
    } catch {
      problems.error(error.description, in: section.source, at: member.value.position)
      return nil
    }
  }

  /// The moment of a case; noon of the first day of 2026 where it names none.
  private static func now(_ section: Section, _ problems: inout ProblemList) -> Timestamp? {
    guard let text = section.text("now", &problems) else {
      return Timestamp(seconds: 1_767_268_800)
    }
    if let moment = Timestamp(text) { return moment }
    problems.error(
      "`\(text)` is no moment", in: section.source, at: section.position(of: "now"),
      hint: "write it as `2026-01-31T12:00:00Z`")
    return nil
  }

  private static func project(
    _ section: Section, _ problems: inout ProblemList
  ) -> ProjectDirectories? {
    guard let directories = section.texts("project", &problems) else { return nil }
    do throws(ProjectDirectories.Invalid) {
      return try ProjectDirectories(directories.map(\.text))
    } catch {
      problems.error(error.message, in: section.source, at: section.position(of: "project"))
      return nil
    }
  }

  private static func counters(
    _ section: Section, _ problems: inout ProblemList
  ) -> FixedCounters {
    guard let member = section.member("counters") else { return FixedCounters(.whole(0)) }
    if let number = member.value.int { return FixedCounters(.whole(number)) }
    if let number = member.value.double { return FixedCounters(.fraction(number)) }
    section.wrong(member, is: "a number", &problems)
    return FixedCounters(.whole(0))
  }

  private static func effects(_ section: Section, _ problems: inout ProblemList) -> Effects? {
    let reversibility = section.word(
      "reversibility", as: Effects.Reversibility.self, &problems)
    guard let member = section.member("effects") else {
      if reversibility != nil {
        problems.error(
          "`reversibility` stands beside `effects`", in: section.source,
          at: section.position(of: "reversibility"))
      }
      return nil
    }
    guard let elements = member.value.elements else {
      section.wrong(member, is: "a list, such as `[{ reads: /etc/hosts }]`", &problems)
      return nil
    }
    let all = elements.compactMap { effect($0, in: section.source, &problems) }
    return Effects(all: all, reversibility: reversibility ?? .reversible)
  }

  private static func effect(
    _ node: YAMLNode, in source: DocumentSource, _ problems: inout ProblemList
  ) -> Effect? {
    guard let member = node.members?.first, node.members?.count == 1,
      let kind = Effect.Kind(rawValue: member.name), let text = member.value.string,
      let target = TargetSet(text: text)
    else {
      problems.error(
        "this is no effect", in: source, at: node.position,
        hint: "write its kind and one target, such as `{ reads: /etc/hosts }`")
      return nil
    }
    return Effect(kind: kind, target: target)
  }
}

extension PolicyCase.Expectation {
  private static let keys = [
    "decision", "code", "rule", "rules", "flags", "obligations", "shadow",
  ]

  fileprivate init?(_ node: YAMLNode?, in source: DocumentSource, _ problems: inout ProblemList) {
    guard let node,
      let section = Section(node, "an expectation", keys: Self.keys, in: source, &problems)
    else { return nil }
    let decision =
      section.required("decision", &problems)
      ? section.word("decision", as: Verdict.self, &problems) : nil
    code = section.word("code", as: ReasonCode.self, &problems)
    rule = section.text("rule", &problems)
    rules = section.anyTexts("rules", &problems)
    flags = section.anyTexts("flags", &problems)
    obligations = section.anyTexts("obligations", &problems)
    if section.member("shadow")?.value.isNull == true {
      shadow = .some(nil)
    } else {
      shadow = section.word("shadow", as: Verdict.self, &problems).map { .some($0) }
    }
    guard let decision else { return nil }
    self.decision = decision
  }
}
