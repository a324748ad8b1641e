package import ActionModel
package import JSON

/// How the log and the image of the counters write what is counted:
/// `{"amount":"1.25","argument":"order.total","function":"sum","scope":"session","tool":"refunds.*","window_ns":…}`.
extension CounterSpecification {
  /// Writes it as canonical JSON, with an amount where one was counted.
  package func write(to writer: inout JSONWriter, amount: ExactDecimal? = nil) {
    writer.beginObject()
    writer.member("amount", amount?.description)
    if case .sum(let argument) = kind {
      writer.member("argument", string: argument.joined(separator: "."))
    }
    writer.member("effect", effect?.rawValue)
    switch kind {
    case .count: writer.member("function", string: "count")
    case .seen: writer.member("function", string: "seen")
    case .sum: writer.member("function", string: "sum")
    }
    switch scope {
    case .session: writer.member("scope", string: "session")
    case .agent: writer.member("scope", string: "agent")
    case .rule(let id):
      writer.member("rule", string: id)
      writer.member("scope", string: "rule")
    }
    if isShared { writer.member("shared", true) }
    writer.member("tool", string: tool.description)
    writer.key("window_ns")
    writer.int(window)
    writer.endObject()
  }

  /// Reads what ``write(to:amount:)`` wrote; nil for anything else.
  package init?(_ value: JSONValue) {
    let scope: Scope
    switch value["scope"]?.string {
    case "session": scope = .session
    case "agent": scope = .agent
    case "rule":
      guard let id = value["rule"]?.string else { return nil }
      scope = .rule(id: id)
    default: return nil
    }
    let kind: Kind
    switch value["function"]?.string {
    case "count": kind = .count
    case "seen": kind = .seen
    case "sum":
      // No name in the path is empty or holds a point: the language takes them apart at the points.
      guard let path = value["argument"]?.string, !path.isEmpty else { return nil }
      kind = .sum(argument: path.split(separator: ".").map(String.init))
    default: return nil
    }
    var effect: Effect.Kind?
    if let name = value["effect"] {
      guard let kind = name.string.flatMap(Effect.Kind.init(rawValue:)) else { return nil }
      effect = kind
    }
    guard let tool = value["tool"]?.string.flatMap({ ToolPattern($0) }),
      case .int(let window)? = value["window_ns"]?.number, window > 0
    else { return nil }
    self.init(
      scope: scope, kind: kind, tool: tool, effect: effect, window: window,
      isShared: value["shared"]?.bool == true)
  }
}
