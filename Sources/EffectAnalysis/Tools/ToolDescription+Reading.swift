import ActionModel
import Documents
import JSON
import JSONSchema
import YAML

extension ToolDescription {
  private static let keys = ["tool", "args", "schema", "does", "reversibility"]
  private static let roleKeys = ["is", "does", "tree", "optional"] + ArgumentRole.detailNames

  /// Reads one description; nil, having reported why, where it is of no use.
  init?(_ node: YAMLNode, in source: DocumentSource, _ problems: inout ProblemList) {
    guard let section = Section(node, "a tool", keys: Self.keys, in: source, &problems),
      section.required("tool", &problems), let name = section.text("tool", &problems)
    else { return nil }
    guard let tool = ToolPattern(name) else {
      problems.error(
        "`\(name)` is not a tool pattern", in: source, at: section.position(of: "tool"),
        hint: "write `fs.read`, `fs.*` or in full `channel:server/name`")
      return nil
    }
    self.tool = tool
    does = section.words("does", as: Effect.Kind.self, &problems) ?? []
    reversibility =
      section.word("reversibility", as: Effects.Reversibility.self, &problems)
      ?? (does.isEmpty ? .reversible : .unknown)
    arguments = Self.roles(section, &problems)
    schema = Self.schema(section, &problems)
  }

  private static func schema(_ section: Section, _ problems: inout ProblemList) -> JSONSchema? {
    guard let member = section.member("schema") else { return nil }
    guard let document = JSONValue(member.value) else {
      problems.error("`schema` has no JSON form", in: section.source, at: member.value.position)
      return nil
    }
    do throws(JSONSchemaError) {
      return try JSONSchema(document)
    } catch {
      problems.error(
        "`schema` cannot be used: \(error)", in: section.source, at: member.value.position)
      return nil
    }
  }

  private static func roles(_ section: Section, _ problems: inout ProblemList) -> [ArgumentRole] {
    guard let member = section.member("args") else { return [] }
    guard let members = member.value.members else {
      section.wrong(member, is: "a mapping from arguments to what they are", &problems)
      return []
    }
    return members.compactMap { role($0, section.source, &problems) }
  }

  private static func role(
    _ member: YAMLMember, _ source: DocumentSource, _ problems: inout ProblemList
  ) -> ArgumentRole? {
    let place = member.name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard !place.contains("") else {
      problems.error(
        "`\(member.name)` names no argument", in: source, at: member.keyPosition,
        hint: "write `path`, `order.total` or `edits.*.path`")
      return nil
    }
    // `path: path` is short for `path: { is: path }`.
    let node =
      member.value.string == nil
      ? member.value
      : YAMLNode(
        content: .mapping([
          YAMLMember(name: "is", keyPosition: member.keyPosition, value: member.value)
        ]),
        position: member.value.position)
    guard let section = Section(node, "an argument", keys: roleKeys, in: source, &problems),
      section.required("is", &problems),
      let kind = section.word("is", as: ArgumentRole.Kind.self, &problems)
    else { return nil }
    var details: [String: String] = [:]
    for name in ArgumentRole.detailNames { details[name] = section.text(name, &problems) }
    if kind == .name, details["space"].flatMap(NamedTarget.Space.init(rawValue:)) == nil {
      problems.error(
        "`space` is missing: of what is `\(member.name)` the name?", in: source,
        at: section.position(of: "space"),
        hint: "use \(NamedTarget.Space.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "))"
      )
      return nil
    }
    return ArgumentRole(
      place: place, kind: kind,
      does: section.words("does", as: Effect.Kind.self, &problems) ?? kind.usualEffects,
      isTree: section.flag("tree", &problems) ?? false,
      isOptional: section.flag("optional", &problems) ?? false, details: details)
  }
}

extension ArgumentRole.Kind {
  /// What a tool does to such an argument where its description does not say.
  fileprivate var usualEffects: [Effect.Kind] {
    switch self {
    case .path: [.reads, .writes]
    case .name: [.unknown]
    case .url: [.connects]
    case .amount: [.spends]
    case .recipient: [.sends]
    case .command, .code, .sql, .secret, .text: []
    }
  }
}
