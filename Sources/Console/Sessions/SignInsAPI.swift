import Approvals
import Crypto
import HTTPAnswers
import HTTPWire
import JSON
import Server

/// Shows who is signed in, and ends sessions: one's own, and for operators everybody's.
struct SignInsAPI: Sendable {
  static let path = "/v1/sign-ins"

  private let sessions: Sessions

  init(_ sessions: Sessions) { self.sessions = sessions }

  /// Answers a request; nil for any other path.
  func respond(
    to request: HTTPRequestHead, by visitor: Visitor
  ) throws(ProblemDetails) -> HTTPResponse? {
    if request.path == Self.path {
      try request.require(.get)
      return list(for: visitor)
    }
    guard request.path.hasPrefix("\(Self.path)/") else { return nil }
    try request.require(.delete)
    let name = request.path.dropFirst(Self.path.utf8.count + 1)
    guard let session = open(to: visitor).first(where: { $0.name == name }) else {
      throw ProblemDetails(
        .notFound, code: "not_found", detail: "no such session of yours is open: `GET \(Self.path)`"
      )
    }
    sessions.end(session.id)
    return HTTPResponse(.noContent, fields: [.cacheControl: "no-store"])
  }

  /// The sessions that a visitor may see and end.
  private func open(to visitor: Visitor) -> [SessionTable.Session] {
    sessions.open.filter {
      visitor.member.isOperator || $0.member.approver.id == visitor.member.approver.id
    }
  }

  private func list(for visitor: Visitor) -> HTTPResponse {
    let now = sessions.now
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("sign_ins")
    writer.beginArray()
    for session in open(to: visitor) {
      writer.beginObject()
      writer.member("id", session.name)
      writer.member("who", session.member.approver.id)
      writer.member("current", session.id == visitor.session)
      writer.member("idle_seconds", Self.seconds(now - session.usedAt))
      writer.member("expires_in", Self.seconds(session.expiresAt - now))
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return HTTPResponse(json: writer.bytes)
  }

  private static func seconds(_ nanoseconds: Int64) -> Int {
    Int(max(0, nanoseconds) / 1_000_000_000)
  }
}

extension SessionTable.Session {
  /// What a session is called where it is shown; its secret cannot be told from that.
  fileprivate var name: String { String(id.description.prefix(16)) }
}
