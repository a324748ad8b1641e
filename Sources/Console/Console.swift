import ActionModel
package import Approvals
import AuditLog
package import Authentication
package import HTTPAnswers
package import HTTPWire
import JSON
package import Server

/// Serves the admin API and the page that people use it with, on their own listener and behind their own credentials.
package struct Console: HTTPHandler {
  private let staff: Staff
  private let callers: Authenticator
  private let probes: Probes
  private let operations: Operations
  private let approvals: ApprovalsAPI
  private let policies: PolicyAPI
  private let notifications: NotificationsAPI
  private let sessions: Sessions
  private let signIns: SignInsAPI
  private let events: EventsAPI
  private let log: LogAPI
  private let activity: ActivityAPI
  private let page = PageFiles()

  /// - Parameters:
  ///   - staff: knows the admin credential and the approvers.
  ///   - callers: knows the credentials of the decision API, which are refused here by name.
  ///   - feed: what happens, for those who watch.
  ///   - log: reads the log.
  ///   - activity: who is out there.
  ///   - clock: the monotonic time, in nanoseconds.
  ///   - wall: nanoseconds since 1970.
  ///   - maximumBody: the most bytes that a request's content may have.
  package init(
    staff: Staff, callers: Authenticator, probes: Probes, operations: Operations,
    approvals: Approvals, feed: EventFeed, log: LogThread, activity: Activity,
    clock: @escaping @Sendable () -> Int64,
    wall: @escaping @Sendable () -> Int64, maximumBody: Int
  ) {
    self.staff = staff
    self.callers = callers
    self.probes = probes
    self.operations = operations
    self.approvals = ApprovalsAPI(
      approvals, log: log, end: { operations.auditStatus().nextSequence }, maximumBody: maximumBody)
    sessions = Sessions(of: staff, clock: clock)
    signIns = SignInsAPI(sessions)
    policies = PolicyAPI(operations.policies, sessions, maximumBody: maximumBody)
    notifications = NotificationsAPI(operations.notifications)
    events = EventsAPI(feed, sessions)
    self.log = LogAPI(log, operations, wall: wall)
    self.activity = ActivityAPI(activity, wall: wall)
  }

  package func respond(
    to request: HTTPRequestHead, body: RequestBody, context: ConnectionContext
  ) async -> HTTPResponse {
    var response: HTTPResponse
    do throws(ProblemDetails) {
      response = try await answer(request, body, context)
    } catch {
      response = error.response
    }
    // Whatever a browser is given, it reads as what it is, shows to no other site, and tells nobody about.
    response.head.fields.set(.contentTypeOptions, "nosniff")
    response.head.fields.set(.crossOriginResourcePolicy, "same-origin")
    response.head.fields.set(.referrerPolicy, "no-referrer")
    return response
  }

  private func answer(
    _ request: HTTPRequestHead, _ body: RequestBody, _ context: ConnectionContext
  ) async throws(ProblemDetails) -> HTTPResponse {
    let path = request.path
    if Probes.paths.contains(path), request.method == .get || request.method == .head {
      let visitor = try? visitor(asking: request, on: context)
      return probes.response(
        path: path, query: request.query, mayBeVerbose: visitor?.member.isOperator == true)
    }
    if let file = try page.response(to: request) { return file }
    if path == Sessions.path, request.method == .post {
      return try await sessions.signIn(request, body, on: context)
    }
    let visitor = try visitor(asking: request, on: context)
    switch path {
    case Sessions.path:
      if request.method == .delete { return sessions.signOut(visitor, on: context) }
      try request.require(.get, orElse: [.post, .delete])
      return sessions.describe(visitor)
    case EventsAPI.path:
      try request.require(.get)
      return try events.respond(to: request, by: visitor)
    default: break
    }
    if let answer = try signIns.respond(to: request, by: visitor) { return answer }
    if let answer = try await approvals.respond(to: request, body, by: visitor) { return answer }
    if let answer = try await policies.respond(to: request, body, by: visitor, on: context) {
      return answer
    }
    guard visitor.member.isOperator else { throw ProblemDetails.notAnOperator }
    if let answer = try await notifications.respond(to: request) { return answer }
    if let answer = try await log.respond(to: request) { return answer }
    if let answer = try await activity.respond(to: request) { return answer }
    guard let (method, answer) = route(path) else { throw ProblemDetails.notFound }
    try request.require(method)
    return await answer()
  }

  private typealias Answer = () async -> HTTPResponse

  private func route(_ path: String) -> (HTTPMethod, Answer)? {
    switch path {
    case "/metrics": (.get, metrics)
    case "/v1/policy": (.get, policy)
    case "/v1/policy/reload": (.post, reload)
    case "/v1/audit/checkpoint": (.get, checkpoint)
    default: nil
    }
  }

  /// Finds out who asks, by a credential or else by a session; nobody else is let in.
  private func visitor(
    asking request: HTTPRequestHead, on context: ConnectionContext
  ) throws(ProblemDetails) -> Visitor {
    let presented = Presented(request, on: context)
    do throws(AuthenticationFailure) {
      return Visitor(
        member: try staff.member(presenting: presented), session: nil, isProved: false)
    } catch {
      if error == .missing, let visitor = try sessions.visitor(of: request, on: context) {
        return visitor
      }
      if let caller = try? callers.caller(presenting: presented), caller.proof != .none {
        throw ProblemDetails(
          .forbidden, code: "not_an_operator",
          detail:
            "this credential asks for decisions: the admin API takes the one in the data directory")
      }
      throw ProblemDetails(
        .unauthorized, code: "unauthenticated", detail: error.message,
        fields: [.wwwAuthenticate: "Bearer"])
    }
  }

  // MARK: Answers

  private func metrics() async -> HTTPResponse {
    HTTPResponse(
      .ok, fields: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
      body: operations.metrics())
  }

  private func policy() async -> HTTPResponse {
    guard let status = operations.policyStatus() else {
      return ProblemDetails(
        .serviceUnavailable, code: "policy_unavailable", detail: "no usable policy is loaded"
      ).response
    }
    return Self.answer(status)
  }

  private func reload() async -> HTTPResponse {
    switch await operations.reloadPolicy() {
    case .loaded(let status): Self.answer(status)
    case .refused(let problems):
      ProblemDetails(
        .unprocessableContent, code: "policy_refused",
        detail: "the policy in use stays: \(problems.joined(separator: "; "))"
      ).response
    }
  }

  private func checkpoint() async -> HTTPResponse {
    guard let note = operations.checkpoint() else {
      return ProblemDetails(
        .notFound, code: "no_checkpoint",
        detail: "the log has no checkpoint yet: try again in a second"
      ).response
    }
    return HTTPResponse(.ok, fields: [.contentType: "text/plain; charset=utf-8"], body: note)
  }

  private static func answer(_ status: Operations.PolicyStatus) -> HTTPResponse {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("digest", status.digest)
    writer.member("rules", status.ruleCount)
    writer.key("sources")
    writer.beginArray()
    for source in status.sources { writer.string(source) }
    writer.endArray()
    writer.endObject()
    return HTTPResponse(json: writer.bytes)
  }
}

extension ProblemDetails {
  /// Approvers answer requests, and do nothing else.
  static let notAnOperator = ProblemDetails(
    .forbidden, code: "not_an_operator",
    detail: "an approver answers requests: the rest takes the credential in the data directory")
}
