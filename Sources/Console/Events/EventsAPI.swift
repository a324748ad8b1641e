import HTTPAnswers
import HTTPWire

/// Answers `GET /v1/events` with a stream of what happens.
struct EventsAPI: Sendable {
  static let path = "/v1/events"
  private static let names = EventFilter.names.union(["last"])

  private let feed: EventFeed
  private let sessions: Sessions

  init(_ feed: EventFeed, _ sessions: Sessions) {
    self.feed = feed
    self.sessions = sessions
  }

  /// Opens a stream; approvers who operate nothing can watch approvals alone.
  func respond(
    to request: HTTPRequestHead, by visitor: Visitor
  ) throws(ProblemDetails) -> HTTPResponse {
    let items = try QueryItems(request.query, among: Self.names)
    let filter = try EventFilter(items)
    guard visitor.member.isOperator || !filter.wantsRows else { throw ProblemDetails.notAnOperator }
    let last = try number("last", items["last"], atMost: EventFeed.longestLook) ?? 100
    let seen = try number("Last-Event-ID", request.fields[.lastEventID], atMost: .max)
    let fields: HTTPFields = [
      .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
    ]
    guard request.method == .get else { return HTTPResponse(.ok, fields: fields) }
    guard
      let stream = feed.open(
        filter, after: seen, looking: last,
        isAllowed: { [sessions] in sessions.isWelcome(visitor) })
    else {
      throw ProblemDetails(
        .serviceUnavailable, code: "too_many_streams",
        detail: "\(EventFeed.capacity) streams are open: close one", fields: [.retryAfter: "5"])
    }
    return HTTPResponse(.ok, fields: fields, source: stream)
  }

  private func number(
    _ name: String, _ text: String?, atMost maximum: UInt64
  ) throws(ProblemDetails) -> UInt64? {
    guard let text, !text.isEmpty else { return nil }
    guard let number = UInt64(text), number <= maximum else {
      throw .invalidQuery("`\(name)` is a number, of at most \(maximum)")
    }
    return number
  }
}
