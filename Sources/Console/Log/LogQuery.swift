import ActionModel
import AuditLog
import Calendar
import HTTPAnswers

/// Reads what a request says of the records that it wants.
struct LogQuery: Sendable {
  private static let filters: Set<String> = [
    "agent", "session", "tool", "verdict", "rule", "code", "type", "text", "match", "since",
    "until", "tenant",
  ]

  private let items: QueryItems
  let filter: AuditFilter

  /// - Parameters:
  ///   - names: the parameters that there are besides those of the filter.
  ///   - now: nanoseconds since 1970, for times such as `2h` ago.
  init(
    _ query: String?, besides names: Set<String>, at now: Int64
  ) throws(ProblemDetails) {
    let items = try QueryItems(query, among: Self.filters.union(names))
    func text(_ name: String) -> String? { items[name].flatMap { $0.isEmpty ? nil : $0 } }
    var filter = AuditFilter()
    switch text("match") {
    case nil, "whole": break
    case "part": filter.findsParts = true
    default: throw .invalidQuery("`match` is `whole` or `part`")
    }
    filter.agent = text("agent")
    filter.session = text("session")
    filter.tenant = text("tenant")
    filter.tool = text("tool")
    filter.rule = text("rule")
    filter.code = text("code")
    filter.type = text("type")
    filter.text = text("text")
    filter.verdict = text("verdict")
    if let verdict = filter.verdict, Verdict(rawValue: verdict) == nil {
      throw .invalidQuery("`verdict` is `allow`, `deny` or `require_approval`")
    }
    filter.from = try Self.time("since", text("since"), now)
    filter.to = try Self.time("until", text("until"), now)
    self.items = items
    self.filter = filter
  }

  private static func time(
    _ name: String, _ text: String?, _ now: Int64
  ) throws(ProblemDetails) -> Int64? {
    guard let text else { return nil }
    if let ago = SpanText.nanoseconds(text) { return now - ago }
    guard let time = UTCTimestamp.unixNanoseconds(text) else {
      throw .invalidQuery(
        "`\(name)` is a time such as `2026-11-21T07:00:00Z`, or `15m`, `2h`, `7d` ago")
    }
    return time
  }

  /// One of the parameters besides the filter's.
  subscript(_ name: String) -> String? { items[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// A number among them; nil where the request does not say.
  func number(
    _ name: String, in range: ClosedRange<UInt64> = 0...UInt64(Int64.max)
  ) throws(ProblemDetails) -> UInt64? {
    try self[name] == nil ? nil : items.number(name, in: range)
  }
}
