import Approvals
import HTTPAnswers
import HTTPWire
import JSON
import Server
import Storage

/// Lets approvers see what waits, answer it, and give and revoke grants.
struct ApprovalsAPI: Sendable {
  private let approvals: Approvals
  private let history: RequestHistory
  private let end: @Sendable () -> UInt64
  private let maximumBody: Int

  /// - Parameter end: the number that the log's next record gets.
  init(
    _ approvals: Approvals, log: LogThread, end: @escaping @Sendable () -> UInt64, maximumBody: Int
  ) {
    self.approvals = approvals
    history = RequestHistory(approvals, log)
    self.end = end
    self.maximumBody = maximumBody
  }

  /// Answers a request on one of its paths; nil for any other.
  func respond(
    to request: HTTPRequestHead, _ body: RequestBody, by visitor: Visitor
  ) async throws(ProblemDetails) -> HTTPResponse? {
    var segments = request.path.split(separator: "/", omittingEmptySubsequences: false).map(
      String.init)
    guard segments.count >= 3, segments.removeFirst() == "", segments.removeFirst() == "v1" else {
      return nil
    }
    switch (segments[0], segments.count) {
    case ("approvals", 1):
      try request.require(.get)
      return try await list(request)
    case ("approvals", 2):
      try request.require(.get)
      return try await show(segments[1], to: visitor, isHead: request.method == .head)
    case ("approvals", 3) where segments[2] == "history":
      try request.require(.get)
      return try await history.respond(about: segments[1], upTo: end())
    case ("approvals", 3):
      guard ["approve", "deny", "grant"].contains(segments[2]) else { return nil }
      try request.require(.post)
      let content = try await JSONContent.read(request, body, upTo: maximumBody)
      switch segments[2] {
      case "approve": return try await answer(segments[1], .approve, content, by: visitor)
      case "deny": return try await answer(segments[1], .deny, content, by: visitor)
      default: return try await grant(segments[1], content, by: visitor)
      }
    case ("grants", 1):
      try request.require(.get)
      return try await grants(request)
    case ("grants", 3) where segments[2] == "revoke":
      try request.require(.post)
      return try await revoke(segments[1], by: visitor)
    default: return nil
    }
  }

  // MARK: Approvals

  /// How many entries of a list are wanted.
  private static func limit(_ items: QueryItems) throws(ProblemDetails) -> Int {
    Int(try items.number("limit", in: 1...1_000) ?? 100)
  }

  private func list(_ request: HTTPRequestHead) async throws(ProblemDetails) -> HTTPResponse {
    let items = try QueryItems(request.query, among: ["state", "limit"])
    let words = (items["state"] ?? "pending").split(separator: ",").map(String.init)
    let states = words.compactMap(Approval.State.init(rawValue:))
    guard states.count == words.count, !states.isEmpty else {
      throw .invalidQuery(
        "`state` is `pending`, `approved`, `denied`, `expired` or `used`, or several with commas")
    }
    let limit = try Self.limit(items)
    let found = try await Self.stored { [approvals] () async throws(StorageError) in
      try await approvals.approvals(in: states, limit: limit)
    }
    var writer = JSONWriter(capacity: 512 * (found.count + 1))
    writer.beginObject()
    writer.key("approvals")
    writer.beginArray()
    for approval in found { writer.approval(approval, approvals, isWhole: false) }
    writer.endArray()
    writer.endObject()
    return HTTPResponse(json: writer.bytes)
  }

  private func show(
    _ id: String, to visitor: Visitor, isHead: Bool
  ) async throws(ProblemDetails) -> HTTPResponse {
    let approval = try await Self.stored { [approvals] () async throws(StorageError) in
      try await approvals.approval(id)
    }
    guard let approval else { throw ProblemDetails(AnswerError.refused(.unknown)) }
    // The answer to a HEAD shows nothing.
    if !isHead {
      do throws(AnswerError) {
        try await approvals.noteShown(id, to: visitor.member.approver.id, channel: visitor.channel)
      } catch {
        throw ProblemDetails(error)
      }
    }
    var writer = JSONWriter(capacity: 2_048)
    writer.approval(approval, approvals, isWhole: true)
    return HTTPResponse(json: writer.bytes)
  }

  private func answer(
    _ id: String, _ verdict: Vote.Verdict, _ content: JSONValue, by visitor: Visitor
  ) async throws(ProblemDetails) -> HTTPResponse {
    let members = try Members(content, among: ["digest", "reason"])
    let reason = try members.text("reason", atMost: 1_000) ?? ""
    let seen = try members.text("digest", atMost: 64)
    let approval: Approval
    do throws(AnswerError) {
      approval = try await approvals.answer(
        id, verdict, by: visitor.member.approver, reason: reason, channel: visitor.channel,
        seen: seen)
    } catch {
      throw ProblemDetails(error)
    }
    var writer = JSONWriter(capacity: 1_024)
    writer.approval(approval, approvals, isWhole: false)
    return HTTPResponse(json: writer.bytes)
  }

  // MARK: Grants

  private func grant(
    _ id: String, _ content: JSONValue, by visitor: Visitor
  ) async throws(ProblemDetails) -> HTTPResponse {
    let members = try Members(
      content, among: ["digest", "scope", "session", "duration", "preview"])
    let terms = try GrantTerms(members)
    let seen = try members.text("digest", atMost: 64) ?? ""
    let isPreview = try members.flag("preview") ?? false
    let approver = visitor.member.approver
    var writer = JSONWriter(capacity: 1_024)
    do throws(AnswerError) {
      let grant =
        isPreview
        ? try await approvals.preview(of: terms, for: id, by: approver)
        : try await approvals.give(
          terms, for: id, by: approver, channel: visitor.channel, seen: seen)
      writer.grant(grant, isPreview: isPreview)
    } catch {
      throw ProblemDetails(error)
    }
    return HTTPResponse(json: writer.bytes)
  }

  private func grants(_ request: HTTPRequestHead) async throws(ProblemDetails) -> HTTPResponse {
    let items = try QueryItems(request.query, among: ["limit"])
    let limit = try Self.limit(items)
    let grants = try await Self.stored { [approvals] () async throws(StorageError) in
      try await approvals.grants(limit: limit)
    }
    var writer = JSONWriter(capacity: 1_024 * (grants.count + 1))
    writer.beginObject()
    writer.key("grants")
    writer.beginArray()
    for grant in grants { writer.grant(grant, isPreview: false) }
    writer.endArray()
    writer.endObject()
    return HTTPResponse(json: writer.bytes)
  }

  private func revoke(_ id: String, by visitor: Visitor) async throws(ProblemDetails)
    -> HTTPResponse
  {
    let isRevoked: Bool
    do throws(AnswerError) {
      isRevoked = try await approvals.revoke(id, by: visitor.member.approver.id)
    } catch {
      throw ProblemDetails(error)
    }
    guard isRevoked else {
      throw ProblemDetails(
        .notFound, code: "grant_unknown", detail: "no grant in force has this id")
    }
    return HTTPResponse(.noContent)
  }

  private static func stored<Value>(
    _ body: () async throws(StorageError) -> Value
  ) async throws(ProblemDetails) -> Value {
    do throws(StorageError) {
      return try await body()
    } catch {
      throw ProblemDetails(AnswerError.unavailable(error.description))
    }
  }
}
