import Approvals
import HTTPAnswers
import HTTPWire
import JSON
import Server

/// Shows people the policy in use, tries drafts of it, and saves them.
///
/// Operators and editors look, check, ask and replay; only editors save, and show their token again when they do.
struct PolicyAPI: Sendable {
  private let desk: any PolicyDesk
  private let sessions: Sessions
  private let maximumBody: Int

  /// The most recorded actions that are replayed at once.
  private static let longestReplay = 10_000

  init(_ desk: any PolicyDesk, _ sessions: Sessions, maximumBody: Int) {
    self.desk = desk
    self.sessions = sessions
    self.maximumBody = maximumBody
  }

  /// Answers a request on one of its paths; nil for any other.
  func respond(
    to request: HTTPRequestHead, _ body: RequestBody, by visitor: Visitor,
    on context: ConnectionContext
  ) async throws(ProblemDetails) -> HTTPResponse? {
    guard let (method, answer) = route(request.path) else { return nil }
    guard visitor.member.isOperator || visitor.member.isEditor else {
      throw ProblemDetails.notAnOperator
    }
    try request.require(method)
    let content =
      method == .get ? .null : try await JSONContent.read(request, body, upTo: maximumBody)
    let bytes: [UInt8]
    do {
      bytes = try await answer(content, visitor, context)
    } catch let error as PolicyDeskError {
      throw ProblemDetails(error)
    } catch let problem as ProblemDetails {
      throw problem
    } catch {
      throw ProblemDetails(PolicyDeskError.failed("\(error)"))
    }
    return HTTPResponse(json: bytes)
  }

  private typealias Answer = (JSONValue, Visitor, ConnectionContext) async throws -> [UInt8]

  private func route(_ path: String) -> (HTTPMethod, Answer)? {
    switch path {
    case "/v1/policy/rules": (.get, rules)
    case "/v1/policy/sources": (.get, sources)
    case "/v1/policy/check": (.post, check)
    case "/v1/policy/explain": (.post, explain)
    case "/v1/policy/replay": (.post, replay)
    case "/v1/policy/save": (.post, save)
    case "/v1/policy/rollback": (.post, rollback)
    default: nil
    }
  }

  // MARK: Looking and trying

  private func rules(
    _ content: JSONValue, _ visitor: Visitor, _ context: ConnectionContext
  ) async throws -> [UInt8] {
    try desk.rules()
  }

  private func sources(
    _ content: JSONValue, _ visitor: Visitor, _ context: ConnectionContext
  ) async throws -> [UInt8] {
    try await desk.sources()
  }

  private func check(
    _ content: JSONValue, _ visitor: Visitor, _ context: ConnectionContext
  ) async throws -> [UInt8] {
    let members = try Members(content, among: ["source", "text"])
    guard let draft = try draft(in: members) else {
      throw members.wrong("source", "name the file that the text is for")
    }
    return try await desk.check(draft)
  }

  private func explain(
    _ content: JSONValue, _ visitor: Visitor, _ context: ConnectionContext
  ) async throws -> [UInt8] {
    let members = try Members(content, among: ["source", "text", "action"])
    guard let action = content["action"] else {
      throw members.wrong("action", "send an action, as callers do")
    }
    return try await desk.explain(action, by: try draft(in: members))
  }

  private func replay(
    _ content: JSONValue, _ visitor: Visitor, _ context: ConnectionContext
  ) async throws -> [UInt8] {
    let members = try Members(content, among: ["source", "text", "last"])
    let count = try members.number("last").map { Int($0) ?? 0 } ?? 1_000
    guard (1...Self.longestReplay).contains(count) else {
      throw members.wrong("last", "this is a whole number from 1 to \(Self.longestReplay)")
    }
    return try await desk.replay(last: count, by: try draft(in: members))
  }

  /// The draft that a request holds; nil where it speaks of the policy in use.
  private func draft(in members: Members) throws(ProblemDetails) -> PolicyDraft? {
    guard let text = try members.text("text", atMost: maximumBody) else { return nil }
    guard let source = try members.text("source", atMost: 4_096) else {
      throw members.wrong("source", "name the file that the text is for")
    }
    return PolicyDraft(source: source, text: text)
  }

  // MARK: Changing

  private func save(
    _ content: JSONValue, _ visitor: Visitor, _ context: ConnectionContext
  ) async throws -> [UInt8] {
    let members = try Members(content, among: ["source", "text", "base", "token"])
    guard let draft = try draft(in: members) else {
      throw members.wrong("text", "send the whole text of the file")
    }
    return try await apply(
      .save(text: draft.text), to: draft.source, members, by: visitor, on: context)
  }

  private func rollback(
    _ content: JSONValue, _ visitor: Visitor, _ context: ConnectionContext
  ) async throws -> [UInt8] {
    let members = try Members(content, among: ["source", "base", "token"])
    guard let source = try members.text("source", atMost: 4_096) else {
      throw members.wrong("source", "name the file")
    }
    return try await apply(.rollback, to: source, members, by: visitor, on: context)
  }

  private func apply(
    _ kind: PolicyChange.Kind, to source: String, _ members: Members, by visitor: Visitor,
    on context: ConnectionContext
  ) async throws -> [UInt8] {
    guard visitor.member.isEditor else {
      throw ProblemDetails(
        .forbidden, code: "not_an_editor",
        detail: "only those whom `editors` in the configuration names write the policy")
    }
    guard let base = try members.text("base", atMost: 64) else {
      throw members.wrong("base", "send the `digest` of the files that you began with")
    }
    try sessions.confirm(visitor, with: members.text("token", atMost: 1_024), on: context)
    let digest = try await desk.apply(
      PolicyChange(
        kind: kind, source: source, base: base, editor: visitor.member.approver.id,
        channel: visitor.channel))
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("digest", digest)
    writer.endObject()
    return writer.bytes
  }
}

extension ProblemDetails {
  fileprivate init(_ error: PolicyDeskError) {
    switch error {
    case .unknownSource:
      self.init(
        .notFound, code: "source_unknown", detail: "no file of the policy has this name",
        pointer: "/source")
    case .changed:
      self.init(
        .conflict, code: "policy_changed",
        detail: "somebody else has changed the files since: look at them again")
    case .refused(let problems):
      self.init(
        .unprocessableContent, code: "policy_refused",
        detail: "the policy in use stays: \(problems.joined(separator: "; "))")
    case .nothingKept:
      self.init(
        .notFound, code: "nothing_kept", detail: "no earlier version of this file is kept")
    case .readOnly:
      self.init(
        .forbidden, code: "not_an_editor", detail: "nobody may write the policy of this instance")
    case .invalidAction(let pointer, let message):
      self.init(
        .badRequest, code: "invalid_action", detail: message, pointer: "/action\(pointer)")
    case .failed(let problem):
      self.init(.serviceUnavailable, code: "policy_unavailable", detail: problem)
    case .overloaded:
      self.init(
        .serviceUnavailable, code: "overloaded",
        detail: "too much is asked of the policy at once: try again in a while")
    }
  }
}
