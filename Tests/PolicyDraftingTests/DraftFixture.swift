import ActionModel
import Documents
import Expressions
import JSON
import Policy
import PolicyDrafting
import Testing

/// A drafted policy, loaded as the daemon would load it.
struct DraftFixture {
  let yaml: String
  private let set: PolicySet

  /// Drafts from the tools of an office and a bank; the draft must load without a warning.
  init(_ tasks: String..., tools: String = DraftFixture.tools) throws {
    let tools = try DraftTool.list(try JSONDocument.parse(Array(tools.utf8)))
    let texts = try tasks.map { task in
      var writer = JSONWriter()
      writer.beginObject()
      writer.member("text", task)
      writer.endObject()
      return try DraftTask(try JSONDocument.parse(writer.bytes))
    }
    yaml = PolicyDraft(tools: tools, tasks: texts).yaml
    set = try PolicySet.load([DocumentSource(name: "drafted.yaml", bytes: Array(yaml.utf8))])
    #expect(set.warnings.isEmpty, "\(set.warnings)")
  }

  func allows(_ tool: String, _ arguments: String = "{}") throws -> Bool {
    let document = try JSONDocument.parse(
      Array("{\"tool\": \"\(tool)\", \"args\": \(arguments)}".utf8))
    let request = PolicyRequest(
      action: try Action(native: document, caller: .anonymous),
      principal: Principal(tenant: "default", id: "agent", verified: true, via: nil),
      now: Timestamp(unixNanoseconds: 0))
    return set.evaluate(request, counters: EmptyCounters()).verdict == .allow
  }

  static let tools = """
    [{"name": "list_notes", "inputSchema": {"type": "object"}},
     {"name": "fetchPage", "inputSchema": {"properties": {"url": {"type": "string"}}, "required": ["url"]}},
     {"name": "vault", "annotations": {"readOnlyHint": true}},
     {"name": "wipe", "annotations": {"readOnlyHint": true, "destructiveHint": true}},
     {"name": "delete_all_mail", "annotations": {"readOnlyHint": true}},
     {"name": "send_mail", "description": "Sends a mail.", "inputSchema": {"properties": {
       "to": {"type": "array", "items": {"type": "string"}}, "cc": {"type": ["array", "null"]},
       "body": {"type": "string"}}, "required": ["to", "body"]}},
     {"name": "delete_note", "input_schema": {"properties": {"note_id": {"type": "string"}}}},
     {"name": "create_event", "inputSchema": {"properties": {"title": {"type": "string"},
       "start_time": {"type": "string"}, "guests": {"anyOf": [{"type": "array"}, {"type": "null"}]}}}},
     {"name": "send_money", "inputSchema": {"properties": {"recipient": {"type": "string"},
       "amount": {"type": "number"}}, "required": ["recipient", "amount"]}},
     {"name": "create_file", "inputSchema": {"properties": {"filename": {"type": "string"},
       "odd name to": {"type": "string"}}, "required": ["filename"]}},
     {"name": "change_password", "inputSchema": {"properties": {"password": {"type": "string"}},
       "required": ["password"]}},
     {"name": "transfer_to_human_agent", "inputSchema": {"properties": {"summary": {"type": "string"}}}},
     {"name": "frobnicate", "inputSchema": {}}]
    """
}
