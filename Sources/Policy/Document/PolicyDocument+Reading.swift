import ActionModel
import Documents
import YAML

extension PolicyDocument {
  private static let keys = ["version", "name", "layer", "default", "shadow", "draft", "rules"]

  /// Reads a source; nil, having reported why, where nothing useful is left of it.
  init?(_ source: DocumentSource, _ problems: inout ProblemList) {
    let root: YAMLNode
    do throws(YAMLError) {
      root = try YAMLDocument.parse(source.bytes)
    } catch {
      problems.error(error.message, in: source, at: error.position, hint: error.hint)
      return nil
    }
    guard !root.isNull else {
      problems.error(
        "the policy is empty", in: source, at: root.position,
        hint: "begin with `version: 1` and `rules:`")
      return nil
    }
    guard let section = Section(root, "a policy", keys: Self.keys, in: source, &problems) else {
      return nil
    }
    Self.checkVersion(section, &problems)
    self.source = source
    name = section.text("name", &problems) ?? Self.name(of: source)
    layer = section.word("layer", as: Layer.self, &problems) ?? .project
    fallback = section.word("default", as: Verdict.self, &problems) ?? .deny
    fallbackPosition = section.position(of: "default")
    isShadow = section.flag("shadow", &problems) ?? false
    isDraft = section.flag("draft", &problems) ?? false
    rules = Self.rules(section, &problems)
  }

  private static func checkVersion(_ section: Section, _ problems: inout ProblemList) {
    guard let member = section.member("version") else {
      problems.error(
        "`version` is missing", in: section.source, at: section.position,
        hint: "begin with `version: 1`")
      return
    }
    guard member.value.int == 1 else {
      problems.error(
        "`version` is 1 in every policy that this release reads", in: section.source,
        at: member.value.position)
      return
    }
  }

  private static func rules(_ section: Section, _ problems: inout ProblemList) -> [RuleDocument] {
    guard let member = section.member("rules") else {
      problems.error(
        "`rules` is missing", in: section.source, at: section.position,
        hint: "a policy has at least one rule")
      return []
    }
    guard let elements = member.value.elements else {
      section.wrong(member, is: "a list of rules", &problems)
      return []
    }
    if elements.isEmpty {
      problems.error(
        "`rules` is empty", in: section.source, at: member.value.position,
        hint: "a policy has at least one rule")
    }
    return elements.compactMap { RuleDocument($0, in: section.source, &problems) }
  }

  /// The source's name without folder and ending.
  private static func name(of source: DocumentSource) -> String {
    let file = source.name.split(separator: "/").last ?? source.name[...]
    let stem = file.split(separator: ".", omittingEmptySubsequences: false)[0]
    return String(stem.isEmpty ? file : stem)
  }
}
