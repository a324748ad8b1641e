import ActionModel
import HTTPAnswers

/// Chooses rows of the stream; texts are found anywhere in what they are looked for in, in any case.
struct EventFilter: Sendable, Equatable {
  private let agent: String
  private let session: String
  private let tool: String
  private let rule: String
  private let verdict: String
  private let text: [UInt8]
  /// Whether records are wanted at all.
  let wantsRows: Bool

  /// The parameters of a query that are read here.
  static let names: Set<String> = ["agent", "session", "tool", "rule", "verdict", "text", "only"]

  /// - Throws: where a parameter is not one of the values that it may have.
  init(_ items: QueryItems) throws(ProblemDetails) {
    func lowercased(_ name: String) -> String { items[name]?.lowercased() ?? "" }
    agent = lowercased("agent")
    session = lowercased("session")
    tool = lowercased("tool")
    rule = lowercased("rule")
    verdict = items["verdict"] ?? ""
    text = (items["text"] ?? "").utf8.map(EventRow.lowercase)
    let only = items["only"]
    wantsRows = only == nil
    guard verdict.isEmpty || Verdict(rawValue: verdict) != nil else {
      throw .invalidQuery("`verdict` is `allow`, `deny` or `require_approval`")
    }
    guard only == nil || only == "approvals" else {
      throw .invalidQuery("`only` can be `approvals`, and nothing else")
    }
  }

  /// Whether every record is chosen.
  var choosesAll: Bool {
    [agent, session, tool, rule, verdict].allSatisfy(\.isEmpty) && text.isEmpty
  }

  func chooses(_ row: EventRow) -> Bool {
    let rowText = row.text
    return Self.holds(row.agent, agent) && Self.holds(row.session, session)
      && Self.holds(row.tool, tool)
      && (verdict.isEmpty || row.verdict == verdict)
      && (rule.isEmpty || row.rules.contains { Self.holds($0, rule) })
      && Self.contains(rowText.span, text.span)
  }

  private static func holds(_ text: String, _ sought: String) -> Bool {
    sought.isEmpty || contains(Array(text.utf8).span, Array(sought.utf8).span)
  }

  private static func contains(_ bytes: Span<UInt8>, _ sought: Span<UInt8>) -> Bool {
    guard !sought.isEmpty else { return true }
    guard bytes.count >= sought.count else { return false }
    for start in 0...(bytes.count - sought.count) where bytes[start] == sought[0] {
      var length = 1
      while length < sought.count, bytes[start + length] == sought[length] { length += 1 }
      if length == sought.count { return true }
    }
    return false
  }
}
