package import JSON

/// Says why a JSON document is not an action.
package struct ActionError: Error, Hashable, CustomStringConvertible {
  /// The JSON pointer (RFC 6901) to the member that is wrong; empty for the document itself.
  package let pointer: String
  package let message: String

  package var description: String { pointer.isEmpty ? message : "`\(pointer)`: \(message)" }
}

extension Action {
  /// Reads an action in the form that native callers send; only `tool` is required.
  ///
  /// Unknown members are refused: a misspelt one would otherwise loosen a decision unseen.
  package convenience init(native document: JSONValue, caller: Caller) throws(ActionError) {
    guard document.kind == .object else {
      throw ActionError(
        pointer: "", message: "an action is a JSON object, such as {\"tool\": \"fs.read\"}")
    }
    var reader = ActionReader(document)
    guard let tool = try reader.toolName("tool") else {
      throw reader.unknownMember
        ?? ActionError(pointer: "", message: "`tool` is missing: name the tool to be called")
    }
    self.init(
      id: try reader.name("id"), caller: caller, agent: try reader.agentID(),
      tenant: try reader.name("tenant"), session: try reader.name("session"),
      parent: try reader.name("parent"), phase: try reader.phase() ?? .request,
      tool: .native(tool, server: try reader.toolName("server") ?? ""),
      arguments: reader.take("args"), context: try reader.object("context"),
      approval: try reader.name("approval"), can: try reader.abilities())
    if let unknown = reader.unknownMember { throw unknown }
  }
}

/// Takes the members of a native action by their names, and knows whether others are left.
private struct ActionReader {
  private static let memberNames = [
    "tool", "server", "args", "agent", "session", "context", "id", "tenant", "parent", "phase",
    "approval", "can",
  ]

  private let document: JSONValue
  private var taken = 0

  init(_ document: JSONValue) {
    self.document = document
  }

  mutating func take(_ member: String) -> JSONValue? {
    guard let value = document[member] else { return nil }
    taken += 1
    return value
  }

  /// Says that there is a member of another name; to be asked when all others are taken.
  var unknownMember: ActionError? {
    guard taken < document.count,
      let unknown = document.members.first(where: { !Self.memberNames.contains($0.key) })
    else { return nil }
    let names = Self.memberNames.map { "`\($0)`" }
    return ActionError(
      pointer: JSONPointer.appending(unknown.key, to: ""),
      message:
        "an action has no such member; use \(names.dropLast().joined(separator: ", ")) or \(names[names.count - 1])"
    )
  }

  /// Takes an id: 1 to 256 bytes without control characters, so that no log line or screen is upset by it.
  mutating func name(_ member: String) throws(ActionError) -> String? {
    guard let value = take(member) else { return nil }
    return try Self.name(value, at: member)
  }

  mutating func toolName(_ member: String) throws(ActionError) -> String? {
    guard let value = take(member) else { return nil }
    let text = try Self.text(value, at: member)
    guard ToolName.isValid(text) else {
      throw ActionError(
        pointer: "/\(member)",
        message:
          "this is a name of 1 to 128 letters, digits, `_`, `.` or `-`, not beginning with `.` or `-`"
      )
    }
    return text
  }

  mutating func object(_ member: String) throws(ActionError) -> JSONValue? {
    guard let value = take(member) else { return nil }
    guard value.kind == .object else {
      throw ActionError(pointer: "/\(member)", message: "this is a JSON object")
    }
    return value
  }

  mutating func agentID() throws(ActionError) -> String? {
    guard let agent = try object("agent") else { return nil }
    guard let id = agent["id"], agent.count == 1 else {
      guard let unknown = agent.members.first(where: { $0.key != "id" }) else {
        throw ActionError(pointer: "/agent", message: "`id` is missing")
      }
      throw ActionError(
        pointer: JSONPointer.appending(unknown.key, to: "/agent"),
        message: "an agent has only `id`")
    }
    return try Self.name(id, at: "agent/id")
  }

  mutating func phase() throws(ActionError) -> Phase? {
    guard let value = take("phase") else { return nil }
    guard let phase = Phase(rawValue: try Self.text(value, at: "phase")) else {
      throw ActionError(
        pointer: "/phase", message: "this is `request`, `result`, `list`, `prompt` or `content`")
    }
    return phase
  }

  mutating func abilities() throws(ActionError) -> Abilities {
    guard let value = take("can") else { return [] }
    guard value.kind == .array else {
      throw ActionError(pointer: "/can", message: "this is a list of obligations")
    }
    var abilities: Abilities = []
    for (index, element) in value.elements.enumerated() {
      guard let kind = element.string.flatMap(Obligation.Kind.init(rawValue:)) else {
        throw ActionError(
          pointer: "/can/\(index)", message: "this is `redact`, `replace`, `limit` or `strip`")
      }
      abilities.insert(Abilities(kind))
    }
    return abilities
  }

  /// Reads a string; `place` is a JSON pointer without its first slash.
  private static func text(_ value: JSONValue, at place: String) throws(ActionError) -> String {
    guard let text = value.string else {
      throw ActionError(pointer: "/\(place)", message: "this is a string")
    }
    return text
  }

  private static func name(_ value: JSONValue, at place: String) throws(ActionError) -> String {
    let text = try text(value, at: place)
    guard (1...256).contains(text.utf8.count) else {
      throw ActionError(pointer: "/\(place)", message: "this has 1 to 256 bytes")
    }
    // Most ids are printable ASCII, which is told from their bytes.
    guard
      text.utf8Span.span.isPrintableASCII || !text.unicodeScalars.contains(where: isControl)
    else {
      throw ActionError(pointer: "/\(place)", message: "this holds no control characters")
    }
    return text
  }

  /// Whether a scalar is a control character, of C0, C1 or DEL.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }
}

extension Span<UInt8> {
  /// Whether every byte is a printable character of ASCII.
  fileprivate var isPrintableASCII: Bool {
    // Without a way out on the first that is not, so that many are looked at in one step.
    var others: UInt8 = 0
    for index in indices { others |= self[index] &- 0x20 < 0x5F ? 0 : 1 }
    return others == 0
  }
}
