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
    var reader = ActionReader()
    for (key, value) in document.members { try reader.read(key, value) }
    guard let tool = reader.tool else {
      throw ActionError(pointer: "", message: "`tool` is missing: name the tool to be called")
    }
    self.init(
      id: reader.id, caller: caller, agent: reader.agent, tenant: reader.tenant,
      session: reader.session, parent: reader.parent, phase: reader.phase,
      tool: .native(tool, server: reader.server), arguments: reader.arguments,
      context: reader.context, approval: reader.approval, can: reader.can)
  }
}

/// Collects the members of a native action.
private struct ActionReader {
  var id: String?
  var agent: String?
  var tenant: String?
  var session: String?
  var parent: String?
  var phase = Phase.request
  var tool: String?
  var server = ""
  var arguments: JSONValue?
  var context: JSONValue?
  var approval: String?
  var can: Abilities = []

  mutating func read(_ key: String, _ value: JSONValue) throws(ActionError) {
    // The members that most actions have come first.
    switch key {
    case "tool": tool = try toolName(value, at: "/tool")
    case "args": arguments = value
    case "agent": agent = try agentID(value)
    case "session": session = try name(value, at: "/session")
    case "context": context = try object(value, at: "/context")
    case "server": server = try toolName(value, at: "/server")
    case "id": id = try name(value, at: "/id")
    case "tenant": tenant = try name(value, at: "/tenant")
    case "parent": parent = try name(value, at: "/parent")
    case "phase": phase = try readPhase(value)
    case "approval": approval = try name(value, at: "/approval")
    case "can": can = try abilities(value)
    default:
      throw ActionError(
        pointer: JSONPointer.appending(key, to: ""),
        message: "an action has no such member; use \(ActionReader.memberList)")
    }
  }

  private static let memberList =
    "`tool`, `server`, `args`, `agent`, `session`, `context`, `id`, `tenant`, `parent`, `phase`, `approval` or `can`"

  private func text(_ value: JSONValue, at pointer: String) throws(ActionError) -> String {
    guard let text = value.string else {
      throw ActionError(pointer: pointer, message: "this is a string")
    }
    return text
  }

  /// Reads an id: 1 to 256 bytes without control characters, so that no log line or screen is upset by it.
  private func name(_ value: JSONValue, at pointer: String) throws(ActionError) -> String {
    let text = try text(value, at: pointer)
    guard (1...256).contains(text.utf8.count) else {
      throw ActionError(pointer: pointer, message: "this has 1 to 256 bytes")
    }
    // Most ids are printable ASCII, which is told from their bytes.
    guard
      text.utf8Span.span.isPrintableASCII
        || !text.unicodeScalars.contains(where: Self.isControl)
    else {
      throw ActionError(pointer: pointer, message: "this holds no control characters")
    }
    return text
  }

  /// Whether a scalar is a control character, of C0, C1 or DEL.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  private func toolName(_ value: JSONValue, at pointer: String) throws(ActionError) -> String {
    let text = try text(value, at: pointer)
    guard ToolName.isValid(text) else {
      throw ActionError(
        pointer: pointer,
        message:
          "this is a name of 1 to 128 letters, digits, `_`, `.` or `-`, not beginning with `.` or `-`"
      )
    }
    return text
  }

  private func object(_ value: JSONValue, at pointer: String) throws(ActionError) -> JSONValue {
    guard value.kind == .object else {
      throw ActionError(pointer: pointer, message: "this is a JSON object")
    }
    return value
  }

  private func agentID(_ value: JSONValue) throws(ActionError) -> String {
    var id: String?
    for (key, member) in try object(value, at: "/agent").members {
      guard key == "id" else {
        throw ActionError(
          pointer: JSONPointer.appending(key, to: "/agent"),
          message: "an agent has only `id`")
      }
      id = try name(member, at: "/agent/id")
    }
    guard let id else { throw ActionError(pointer: "/agent", message: "`id` is missing") }
    return id
  }

  private func readPhase(_ value: JSONValue) throws(ActionError) -> Phase {
    guard let phase = Phase(rawValue: try text(value, at: "/phase")) else {
      throw ActionError(
        pointer: "/phase", message: "this is `request`, `result`, `list`, `prompt` or `content`")
    }
    return phase
  }

  private func abilities(_ value: JSONValue) throws(ActionError) -> Abilities {
    guard value.kind == .array else {
      throw ActionError(pointer: "/can", message: "this is a list of obligations")
    }
    var abilities: Abilities = []
    for (index, element) in value.elements.enumerated() {
      guard let kind = Obligation.Kind(rawValue: try text(element, at: "/can/\(index)")) else {
        throw ActionError(
          pointer: "/can/\(index)", message: "this is `redact`, `replace`, `limit` or `strip`")
      }
      abilities.insert(Abilities(kind))
    }
    return abilities
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
