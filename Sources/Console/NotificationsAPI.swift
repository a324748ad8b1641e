import Calendar
import HTTPAnswers
import HTTPWire
import JSON

/// Shows operators the letters that did not arrive, and sends them again.
struct NotificationsAPI: Sendable {
  private let operations: Operations.Notifications

  init(_ operations: Operations.Notifications) {
    self.operations = operations
  }

  /// Answers a request on one of its paths; nil for any other.
  func respond(to request: HTTPRequestHead) async throws(ProblemDetails) -> HTTPResponse? {
    let segments = request.path.split(separator: "/", omittingEmptySubsequences: false)
    guard segments.starts(with: ["", "v1", "notifications", "dead"]) else { return nil }
    switch segments.count {
    case 4:
      try request.require(.get)
      let items = try QueryItems(request.query, among: ["limit"])
      return await list(atMost: Int(try items.number("limit", in: 1...1_000) ?? 100))
    case 6 where segments[5] == "resend":
      try request.require(.post)
      guard await operations.resend(String(segments[4])) else {
        throw ProblemDetails(
          .notFound, code: "letter_unknown",
          detail: "there is no dead letter of this id, or its channel is gone")
      }
      return HTTPResponse(.accepted)
    default: return nil
    }
  }

  private func list(atMost limit: Int) async -> HTTPResponse {
    let letters = await operations.deadLetters(limit)
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("total", await operations.countDeadLetters())
    writer.key("letters")
    writer.beginArray()
    for letter in letters {
      writer.beginObject()
      writer.member("id", letter.id)
      writer.member("channel", letter.channel)
      writer.member("event", letter.event)
      writer.member("approval", letter.approval)
      writer.member("agent", letter.agent)
      writer.member("tool", letter.tool)
      writer.member("attempts", letter.attempts)
      writer.member("reason", letter.reason)
      writer.member("at", UTCTimestamp.text(letter.at))
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return HTTPResponse(json: writer.bytes)
  }
}
