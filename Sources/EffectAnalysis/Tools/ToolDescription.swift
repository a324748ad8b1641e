import ActionModel
import JSONSchema

/// What the operator, or the product itself, says of a tool.
struct ToolDescription: Sendable {
  let tool: ToolPattern
  let arguments: [ArgumentRole]
  /// What the arguments have to fit; nil where the description does not say.
  let schema: JSONSchema?
  /// What every call does whatever its arguments are; of unknown target.
  let does: [Effect.Kind]
  /// How far every call can be taken back; its arguments may make it worse.
  let reversibility: Effects.Reversibility

  /// Whether the description says something of an argument: of itself, or as what others need.
  func speaks(of name: String) -> Bool {
    arguments.contains { role in
      role.place.first == name || role.place.first == "*" || role.details.values.contains(name)
        || role.kind == .url && name == "headers"
    }
  }
}
