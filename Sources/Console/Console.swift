import ActionModel
package import Authentication
package import HTTPAnswers
package import HTTPWire
import JSON
package import Server

/// Serves the admin API, on its own listener and behind its own credential.
package struct Console: HTTPHandler {
  private let operators: Authenticator
  private let callers: Authenticator
  private let probes: Probes
  private let operations: Operations

  /// - Parameters:
  ///   - operators: knows the admin credential.
  ///   - callers: knows the credentials of the decision API, which are refused here by name.
  package init(
    operators: Authenticator, callers: Authenticator, probes: Probes, operations: Operations
  ) {
    self.operators = operators
    self.callers = callers
    self.probes = probes
    self.operations = operations
  }

  package func respond(
    to request: HTTPRequestHead, body: RequestBody, context: ConnectionContext
  ) async -> HTTPResponse {
    let path = request.path
    let refusal = refusal(of: request, on: context)
    if Probes.paths.contains(path), request.method == .get || request.method == .head {
      return probes.response(path: path, query: request.query, mayBeVerbose: refusal == nil)
    }
    if let refusal { return refusal.response }
    guard let (method, answer) = route(path) else { return ProblemDetails.notFound.response }
    guard request.method == method || (method == .get && request.method == .head) else {
      return ProblemDetails.methodNotAllowed(method == .get ? "GET, HEAD" : "POST").response
    }
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

  /// Says why a request may not come in; nil if it may.
  private func refusal(of request: HTTPRequestHead, on context: ConnectionContext)
    -> ProblemDetails?
  {
    let presented = Presented(request, on: context)
    do throws(AuthenticationFailure) {
      _ = try operators.caller(presenting: presented)
      return nil
    } catch {
      if let caller = try? callers.caller(presenting: presented), caller.proof != .none {
        return ProblemDetails(
          .forbidden, code: "not_an_operator",
          detail:
            "this credential asks for decisions: the admin API takes the one in the data directory")
      }
      return ProblemDetails(
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
