import HTTPAnswers
import HTTPWire

/// Answers `GET /v1/events` with a stream of what happens.
struct EventsAPI: Sendable {
  static let path = "/v1/events"
  private static let names = EventFilter.names.union(["last", "after"])

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
    // A browser that opens a stream cannot say by a field where it was, but when it comes back to one it does.
    let after = try number("after", items["after"], atMost: .max)
    let seen = try number("Last-Event-ID", request.fields[.lastEventID], atMost: .max) ?? after
    let fields: HTTPFields = [
      .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
    ]
    guard request.method == .get else { return HTTPResponse(.ok, fields: fields) }
    do throws(EventFeed.Refusal) {
      let stream = try feed.open(
        filter, for: visitor.member, after: seen, looking: last,
        isAllowed: { [sessions] in sessions.isWelcome(visitor) })
      return HTTPResponse(.ok, fields: fields, source: stream)
    } catch .tooManyOfOne {
      throw ProblemDetails(
        .tooManyRequests, code: "too_many_own_streams",
        detail:
          "you have \(EventFeed.most(of: visitor.member)) streams open, as many as one may: close a window or a program that watches",
        fields: [.retryAfter: "5"])
    } catch {
      throw ProblemDetails(
        .serviceUnavailable, code: "too_many_streams",
        detail: "\(EventFeed.capacity) streams are open: close one", fields: [.retryAfter: "5"])
    }
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
