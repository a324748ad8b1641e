import ActionModel
package import Approvals
package import Authentication
package import HTTPAnswers
package import HTTPWire
import JSON
package import Server

/// Serves the admin API, on its own listener and behind its own credential.
package struct Console: HTTPHandler {
  private let staff: Staff
  private let callers: Authenticator
  private let probes: Probes
  private let operations: Operations
  private let approvals: ApprovalsAPI

  /// - Parameters:
  ///   - staff: knows the admin credential and the approvers.
  ///   - callers: knows the credentials of the decision API, which are refused here by name.
  package init(
    staff: Staff, callers: Authenticator, probes: Probes, operations: Operations,
    approvals: Approvals, maximumBody: Int
  ) {
    self.staff = staff
    self.callers = callers
    self.probes = probes
    self.operations = operations
    self.approvals = ApprovalsAPI(approvals, maximumBody: maximumBody)
  }

  package func respond(
    to request: HTTPRequestHead, body: RequestBody, context: ConnectionContext
  ) async -> HTTPResponse {
    let path = request.path
    do throws(ProblemDetails) {
      if Probes.paths.contains(path), request.method == .get || request.method == .head {
        let member = try? member(asking: request, on: context)
        return probes.response(
          path: path, query: request.query, mayBeVerbose: member?.isOperator == true)
      }
      let member = try member(asking: request, on: context)
      if let answer = try await approvals.respond(to: request, body, by: member) { return answer }
      guard member.isOperator else {
        throw ProblemDetails(
          .forbidden, code: "not_an_operator",
          detail:
            "an approver answers requests: the rest takes the credential in the data directory")
      }
      if let answer = try await NotificationsAPI(operations.notifications).respond(to: request) {
        return answer
      }
      guard let (method, answer) = route(path) else { throw ProblemDetails.notFound }
      guard request.method == method || (method == .get && request.method == .head) else {
        throw ProblemDetails.methodNotAllowed(method == .get ? "GET, HEAD" : "POST")
      }
      return await answer()
    } catch {
      return error.response
    }
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

  /// Finds out who asks; nobody else is let in.
  private func member(
    asking request: HTTPRequestHead, on context: ConnectionContext
  ) throws(ProblemDetails) -> Staff.Member {
    let presented = Presented(request, on: context)
    do throws(AuthenticationFailure) {
      return try staff.member(presenting: presented)
    } catch {
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
    return HTTPResponse(.ok, fields: [.contentType: "application/json"], body: writer.bytes)
  }
}
