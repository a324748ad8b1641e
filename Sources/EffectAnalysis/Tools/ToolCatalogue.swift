package import ActionModel
package import Documents
import EmbeddedTables
import JSON
import JSONSchema
import YAML

/// The tools that somebody has described: those that the product knows, and those of `tools.yaml`.
package struct ToolCatalogue: Sendable {
  private let descriptions: [ToolDescription]
  /// Whether some description says what arguments have to fit.
  private let hasSchemas: Bool

  /// The tools that callers use by their canonical names: `shell.exec`, `sql.query`, `fs.*` and `http.fetch`.
  package static let standard = EmbeddedTable.required("tools/standard.yaml") {
    (table) throws(DocumentErrors) in
    try ToolCatalogue(reading: [DocumentSource(name: table.name, bytes: table.bytes)])
  }

  private init(descriptions: [ToolDescription]) {
    self.descriptions = descriptions
    hasSchemas = descriptions.contains { $0.schema != nil }
  }

  /// Reads descriptions besides the standard ones, which they take precedence over.
  package init(adding sources: [DocumentSource]) throws(DocumentErrors) {
    let own = try ToolCatalogue(reading: sources)
    self.init(descriptions: own.descriptions + ToolCatalogue.standard.descriptions)
  }

  private init(reading sources: [DocumentSource]) throws(DocumentErrors) {
    var problems = ProblemList()
    var descriptions: [ToolDescription] = []
    for source in sources {
      do throws(YAMLError) {
        let root = try YAMLDocument.parse(source.bytes)
        descriptions += Self.read(root, source, &problems)
      } catch {
        problems.error(error.message, in: source, at: error.position, hint: error.hint)
      }
    }
    guard !problems.hasErrors else { throw DocumentErrors(problems: problems.sorted) }
    self.init(descriptions: descriptions)
  }

  private static func read(
    _ root: YAMLNode, _ source: DocumentSource, _ problems: inout ProblemList
  ) -> [ToolDescription] {
    guard
      let section = Section(
        root, "a file of tools", keys: ["version", "tools"], in: source, &problems),
      section.required("version", &problems), section.required("tools", &problems)
    else { return [] }
    if section.member("version")?.value.int != 1 {
      problems.error(
        "`version` is 1", in: source, at: section.position(of: "version"),
        hint: "write `version: 1`")
    }
    guard let member = section.member("tools") else { return [] }
    guard let elements = member.value.elements else {
      section.wrong(member, is: "a list of tools", &problems)
      return []
    }
    return elements.compactMap { ToolDescription($0, in: source, &problems) }
  }

  /// The description of a tool; the first that matches counts.
  func description(of tool: ToolName) -> ToolDescription? {
    descriptions.first { $0.tool.matches(tool) }
  }

  /// The schema that the arguments of a request have to fit; nil where nobody gave one.
  func schema(for action: Action) -> JSONSchema? {
    guard hasSchemas, action.phase == .request else { return nil }
    return description(of: action.tool)?.schema
  }

  /// What the descriptions say to whoever checks a policy: each tool, and which of its arguments are analysed.
  package var analysedArguments: [(tool: ToolPattern, arguments: Set<String>)] {
    descriptions.map { description in
      let analysed = description.arguments.filter {
        [.path, .url, .command, .sql].contains($0.kind)
      }
      return (description.tool, Set(analysed.compactMap(\.place.first)))
    }
  }
}
