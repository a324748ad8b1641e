import ActionModel
package import Approvals
package import Authentication
import Calendar
package import DecisionPoint
package import HTTPAnswers
package import HTTPWire
import JSON
package import Server
import Storage

/// Serves the decision API: callers ask whether an action may be done, and get the decision as JSON.
package struct DecisionAPI: HTTPHandler {
  private let decisionPoint: DecisionPoint
  private let approvals: Approvals
  private let authenticator: Authenticator
  private let probes: Probes
  private let maximumBody: Int
  private let held = HeldCalls()

  /// - Parameters:
  ///   - authenticator: decides who may ask.
  ///   - maximumBody: the most bytes that a request's content may have.
  package init(
    decisionPoint: DecisionPoint, approvals: Approvals, authenticator: Authenticator,
    probes: Probes, maximumBody: Int
  ) {
    self.decisionPoint = decisionPoint
    self.approvals = approvals
    self.authenticator = authenticator
    self.probes = probes
    self.maximumBody = maximumBody
  }

  package func respond(
    to request: HTTPRequestHead, body: RequestBody, context: ConnectionContext
  ) async -> HTTPResponse {
    do throws(ProblemDetails) {
      switch request.path {
      case "/v1/decide":
        let caller = try caller(of: request, on: context)
        return try await decide(
          try await content(of: request, body), caller, waitingAtMost: try wait(in: request))
      case "/v1/decide/batch":
        let caller = try caller(of: request, on: context)
        return try await decideBatch(try await content(of: request, body), caller)
      case "/openapi.json":
        try request.require(.get)
        return HTTPResponse(
          .ok, fields: [.contentType: "application/json"], body: PackageResources.openapi_json)
      case let path where Self.decision(reportedAt: path) != nil:
        let caller = try caller(of: request, on: context)
        return try await report(
          on: Self.decision(reportedAt: path) ?? "", try await content(of: request, body), caller)
      case let path where path.hasPrefix(Self.approvals):
        let caller = try caller(of: request, on: context)
        try request.require(.get)
        return try await approval(String(path.dropFirst(Self.approvals.count)), for: caller)
      case let path where Probes.paths.contains(path):
        try request.require(.get)
        return probes.response(
          path: path, query: request.query,
          mayBeVerbose: (try? caller(of: request, on: context)) != nil)
      default:
        throw ProblemDetails.notFound
      }
    } catch {
      return error.response
    }
  }

  // MARK: Deciding

  private func decide(
    _ document: JSONValue, _ caller: Caller, waitingAtMost wait: Duration
  ) async throws(ProblemDetails) -> HTTPResponse {
    let action = try action(document, caller, at: "")
    let decision: Decision
    if wait > .zero, held.begin(caller.id) {
      defer { held.end(caller.id) }
      decision = await decisionPoint.decide(action, waitingAtMost: wait)
    } else {
      decision = await decisionPoint.decide(action)
    }
    if let problem = ProblemDetails(decision) { throw problem }
    var writer = JSONWriter(capacity: 256)
    decision.write(to: &writer)
    return HTTPResponse(json: writer.bytes)
  }

  /// The longest that a call is held for an approval, in nanoseconds: ten minutes.
  private static let longestWait: Int64 = 600_000_000_000

  /// How long the caller lets its call be held where it needs an approval.
  private func wait(in request: HTTPRequestHead) throws(ProblemDetails) -> Duration {
    guard let query = request.query else { return .zero }
    guard let items = QueryItems(query), items.names == ["wait"],
      let time = items["wait"].flatMap(SpanText.nanoseconds), time <= Self.longestWait
    else {
      throw .invalidQuery(
        "the only parameter is `wait`, such as `wait=30s`, of at most 10m")
    }
    return .nanoseconds(time)
  }

  /// The most actions of one batch.
  private static let maximumBatch = 100

  private func decideBatch(
    _ document: JSONValue, _ caller: Caller
  ) async throws(ProblemDetails) -> HTTPResponse {
    guard document.kind == .object, let list = document["actions"], list.kind == .array,
      document.count == 1, (1...Self.maximumBatch).contains(list.count)
    else {
      throw ProblemDetails(
        .badRequest, code: "invalid_batch",
        detail:
          "a batch is an object with one member, `actions`, a list of 1 to \(Self.maximumBatch) actions"
      )
    }
    // All are read before any is decided, so that a batch with a mistake in it changes nothing.
    var actions: [Action] = []
    for (index, element) in list.elements.enumerated() {
      actions.append(try action(element, caller, at: "/actions/\(index)"))
    }
    var writer = JSONWriter(capacity: 256 * actions.count)
    writer.beginObject()
    writer.key("decisions")
    writer.beginArray()
    for (index, action) in actions.enumerated() {
      let decision = await decisionPoint.decide(action)
      // Once something is decided the caller has to hear of it, so a later problem is told as the denial that it is.
      if index == 0, let problem = ProblemDetails(decision) { throw problem }
      decision.write(to: &writer)
    }
    writer.endArray()
    writer.endObject()
    return HTTPResponse(json: writer.bytes)
  }

  // MARK: Approvals

  private static let approvals = "/v1/approvals/"

  /// Says how an approval stands, to the caller that asked for it and to nobody else.
  private func approval(
    _ id: String, for caller: Caller
  ) async throws(ProblemDetails) -> HTTPResponse {
    let approval: Approval?
    do throws(StorageError) {
      approval = try await approvals.head(of: id)
    } catch {
      throw ProblemDetails(
        .serviceUnavailable, code: "storage_failed", detail: error.description)
    }
    guard let approval, approval.request.principal.isSpokenFor(by: caller) else {
      throw ProblemDetails(
        .notFound, code: "approval_unknown", detail: "this caller has asked for no such approval")
    }
    var writer = JSONWriter(capacity: 256)
    writer.beginObject()
    writer.member("id", approval.id)
    writer.member("state", approvals.state(of: approval).rawValue)
    writer.member("expires_at", UTCTimestamp.text(approval.expiresAt))
    writer.member("reason", approval.votes.last { $0.verdict == .deny }?.reason)
    writer.endObject()
    return HTTPResponse(json: writer.bytes)
  }

  // MARK: Outcomes

  /// The decision whose outcome is reported at a path; nil for other paths.
  private static func decision(reportedAt path: String) -> String? {
    let (start, end) = ("/v1/decisions/", "/outcome")
    guard path.hasPrefix(start), path.hasSuffix(end),
      path.utf8.count > start.utf8.count + end.utf8.count
    else { return nil }
    return String(path.dropFirst(start.utf8.count).dropLast(end.utf8.count))
  }

  /// Takes note of what became of an action.
  private func report(
    on decision: String, _ document: JSONValue, _ caller: Caller
  ) async throws(ProblemDetails) -> HTTPResponse {
    guard document.kind == .object, document.count == 1,
      let outcome = document["outcome"]?.string.flatMap(ActionOutcome.init(rawValue:))
    else {
      throw ProblemDetails(
        .badRequest, code: "invalid_outcome",
        detail:
          "a report is an object with one member, `outcome`: `executed`, `failed` or `not_executed`"
      )
    }
    do throws(ReportError) {
      try await decisionPoint.report(outcome, of: decision, by: caller)
    } catch {
      throw ProblemDetails(error)
    }
    var writer = JSONWriter(capacity: 128)
    writer.beginObject()
    writer.member("id", decision)
    writer.member("outcome", outcome.rawValue)
    writer.member("reservation", outcome.givesBack ? "given_back" : "spent")
    writer.endObject()
    return HTTPResponse(json: writer.bytes)
  }

  // MARK: Reading requests

  private func action(
    _ document: JSONValue, _ caller: Caller, at place: String
  ) throws(ProblemDetails) -> Action {
    do throws(ActionError) {
      return try Action(native: document, caller: caller)
    } catch {
      throw ProblemDetails(
        .badRequest, code: "invalid_action", detail: error.message, pointer: place + error.pointer)
    }
  }

  private func caller(
    of request: HTTPRequestHead, on context: ConnectionContext
  ) throws(ProblemDetails) -> Caller {
    guard request.fields.count(of: .authorization) <= 1 else {
      throw ProblemDetails(
        .badRequest, code: "repeated_authorization", detail: "the Authorization header is repeated")
    }
    do throws(AuthenticationFailure) {
      return try authenticator.caller(presenting: Presented(request, on: context))
    } catch {
      throw ProblemDetails(
        .unauthorized, code: "unauthenticated", detail: error.message,
        fields: [.wwwAuthenticate: "Bearer"])
    }
  }

  /// Reads the request's content as one JSON document.
  private func content(
    of request: HTTPRequestHead, _ body: RequestBody
  ) async throws(ProblemDetails) -> JSONValue {
    try request.require(.post)
    return try await JSONContent.read(request, body, upTo: maximumBody)
  }
}
