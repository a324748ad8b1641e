package import ActionModel
package import Documents
import EmbeddedTables
import JSONSchema

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
      for element in ListFile.elements(of: "tools", in: source, &problems) {
        if let description = ToolDescription(element, in: source, &problems) {
          descriptions.append(description)
        }
      }
    }
    guard !problems.hasErrors else { throw DocumentErrors(problems: problems.sorted) }
    self.init(descriptions: descriptions)
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
