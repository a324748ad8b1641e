import JSON
import Testing

@testable import ActionModel

@Suite struct ActionReadingTests {
  private func action(_ text: String) throws -> Action {
    try Action(native: JSONDocument.parse(Array(text.utf8)), caller: .anonymous)
  }

  private func complaint(_ text: String) throws -> String {
    do {
      _ = try action(text)
      return "none"
    } catch let error as ActionError {
      return error.description
    }
  }

  @Test func `only the tool is required`() throws {
    let action = try action(#"{"tool": "fs.read"}"#)
    #expect(action.tool == .native("fs.read"))
    #expect(action.phase == .request)
    #expect(action.arguments == nil)
    #expect(action.can == [])
  }

  @Test func `every member arrives`() throws {
    let action = try action(
      """
      {"tool": "t", "server": "s", "args": [1], "agent": {"id": "bot-7"}, "session": "s-1",
       "context": {"cwd": "/"}, "id": "a1", "tenant": "acme", "parent": "a0", "phase": "result",
       "approval": "apr", "can": ["redact", "limit"]}
      """)
    #expect(action.tool == .native("t", server: "s"))
    #expect(action.arguments?[0]?.numberText == "1")
    #expect(action.agent == "bot-7")
    #expect(action.session == "s-1")
    #expect(action.context?["cwd"]?.string == "/")
    #expect(action.id == "a1")
    #expect(action.tenant == "acme")
    #expect(action.parent == "a0")
    #expect(action.phase == .result)
    #expect(action.approval == "apr")
    #expect(action.can == [Abilities(.redact), Abilities(.limit)])
  }

  @Test(arguments: [
    ("[]", #"an action is a JSON object, such as {"tool": "fs.read"}"#),
    ("{}", "`tool` is missing: name the tool to be called"),
    (#"{"tool": 1}"#, "`/tool`: this is a string"),
    (#"{"tool": "t", "session": ""}"#, "`/session`: this has 1 to 256 bytes"),
    (#"{"tool": "t", "session": "a\u0007"}"#, "`/session`: this holds no control characters"),
    (#"{"tool": "t", "agent": "bot"}"#, "`/agent`: this is a JSON object"),
    (#"{"tool": "t", "agent": {}}"#, "`/agent`: `id` is missing"),
    (#"{"tool": "t", "agent": {"id": "a", "x/y": 1}}"#, "`/agent/x~1y`: an agent has only `id`"),
    (#"{"tool": "t", "context": []}"#, "`/context`: this is a JSON object"),
    (
      #"{"tool": "t", "phase": "before"}"#,
      "`/phase`: this is `request`, `result`, `list`, `prompt` or `content`"
    ),
    (
      #"{"tool": "t", "can": ["redact", "fly"]}"#,
      "`/can/1`: this is `redact`, `replace`, `limit` or `strip`"
    ),
  ])
  func `what is wrong is said with its place`(text: String, expected: String) throws {
    #expect(try complaint(text) == expected)
  }

  @Test func `an unknown member is refused, for a misspelt one would loosen the decision`() throws {
    #expect(
      try complaint(#"{"tool": "t", "arg": {}}"#).hasPrefix("`/arg`: an action has no such member"))
  }
}
