package import JSON

/// A tool as its server describes it to models: a name, a sentence, a schema of its arguments.
package struct DraftTool: Sendable {
  /// One argument.
  struct Argument: Sendable {
    /// What the schema says of an argument's type.
    enum Form: Sendable {
      case list, number, other
    }

    let name: String
    let form: Form
    let isRequired: Bool
  }

  package let name: String
  let summary: String
  let arguments: [Argument]
  /// Whether its server vouches that it changes nothing.
  let isReadOnly: Bool

  /// Reads a list of tools in the form of the Model Context Protocol.
  package static func list(_ document: JSONValue) throws(DraftingError) -> [DraftTool] {
    guard document.kind == .array else {
      throw DraftingError("the tools are not a list: write `[{\"name\": …, \"inputSchema\": …}]`")
    }
    var tools: [DraftTool] = []
    for element in document.elements { tools.append(try DraftTool(element)) }
    guard !tools.isEmpty else { throw DraftingError("the list of tools is empty") }
    guard Set(tools.map(\.name)).count == tools.count else {
      throw DraftingError("two tools have the same name")
    }
    return tools
  }

  init(_ document: JSONValue) throws(DraftingError) {
    guard let name = document["name"]?.string, !name.isEmpty else {
      throw DraftingError("a tool has no `name`")
    }
    self.name = name
    summary = document["description"]?.string ?? ""
    let hints = document["annotations"]
    isReadOnly = hints?["readOnlyHint"]?.bool == true && hints?["destructiveHint"]?.bool != true
    let schema = document["inputSchema"] ?? document["input_schema"]
    let required = Set((schema?["required"]?.elements).map { $0.compactMap(\.string) } ?? [])
    arguments =
      (schema?["properties"]?.members).map { members in
        members.map { key, value in
          Argument(name: key, form: Argument.form(of: value), isRequired: required.contains(key))
        }
      } ?? []
  }
}

extension DraftTool.Argument {
  fileprivate static func form(of schema: JSONValue) -> Form {
    var types = types(of: schema)
    for key in ["anyOf", "oneOf"] {
      for choice in schema[key]?.elements.map({ $0 }) ?? [] { types += self.types(of: choice) }
    }
    if types.contains("array") { return .list }
    return types.contains("number") || types.contains("integer") ? .number : .other
  }

  private static func types(of schema: JSONValue) -> [String] {
    guard let type = schema["type"] else { return [] }
    return type.string.map { [$0] } ?? type.elements.compactMap(\.string)
  }
}
