import ActionModel
package import Authentication
package import DecisionPoint
package import HTTPAnswers
package import HTTPWire
import JSON
package import Server

/// Serves the decision API: callers ask whether an action may be done, and get the decision as JSON.
package struct DecisionAPI: HTTPHandler {
  private let decisionPoint: DecisionPoint
  private let authenticator: Authenticator
  private let probes: Probes
  private let maximumBody: Int

  /// - Parameters:
  ///   - authenticator: decides who may ask.
  ///   - maximumBody: the most bytes that a request's content may have.
  package init(
    decisionPoint: DecisionPoint, authenticator: Authenticator, probes: Probes, maximumBody: Int
  ) {
    self.decisionPoint = decisionPoint
    self.authenticator = authenticator
    self.probes = probes
    self.maximumBody = maximumBody
  }

  package func respond(
    to request: HTTPRequestHead, body: RequestBody, context: ConnectionContext
  ) async -> HTTPResponse {
    do throws(Refusal) {
      switch request.path {
      case "/v1/decide":
        let caller = try caller(of: request, on: context)
        return try await decide(request, try await content(of: request, body), caller)
      case "/v1/decide/batch":
        let caller = try caller(of: request, on: context)
        return try await decideBatch(request, try await content(of: request, body), caller)
      case "/openapi.json":
        try require(.get, of: request)
        return HTTPResponse(
          .ok, fields: [.contentType: "application/json"], body: PackageResources.openapi_json)
      case let path where Probes.paths.contains(path):
        try require(.get, of: request)
        return probes.response(
          path: path, query: request.query,
          mayBeVerbose: (try? caller(of: request, on: context)) != nil)
      default:
        throw Refusal(.notFound)
      }
    } catch {
      return error.problem.response
    }
  }

  // MARK: Deciding

  private func decide(
    _ request: HTTPRequestHead, _ document: JSONValue, _ caller: Caller
  ) async throws(Refusal) -> HTTPResponse {
    let decision = await decisionPoint.decide(try action(document, caller, at: ""))
    if let problem = ProblemDetails(decision) { throw Refusal(problem) }
    var writer = JSONWriter(capacity: 256)
    decision.write(to: &writer)
    return answer(writer)
  }

  /// The most actions of one batch.
  private static let maximumBatch = 100

  private func decideBatch(
    _ request: HTTPRequestHead, _ document: JSONValue, _ caller: Caller
  ) async throws(Refusal) -> HTTPResponse {
    guard document.kind == .object, let list = document["actions"], list.kind == .array,
      document.count == 1, (1...Self.maximumBatch).contains(list.count)
    else {
      throw Refusal(
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
      if index == 0, let problem = ProblemDetails(decision) { throw Refusal(problem) }
      decision.write(to: &writer)
    }
    writer.endArray()
    writer.endObject()
    return answer(writer)
  }

  private func action(
    _ document: JSONValue, _ caller: Caller, at place: String
  ) throws(Refusal) -> Action {
    do throws(ActionError) {
      return try Action(native: document, caller: caller)
    } catch {
      throw Refusal(
        .badRequest, code: "invalid_action", detail: error.message, pointer: place + error.pointer)
    }
  }

  private func answer(_ writer: JSONWriter) -> HTTPResponse {
    HTTPResponse(.ok, fields: Self.answerFields, body: writer.bytes)
  }

  private static let answerFields: HTTPFields = [
    .contentType: "application/json", .cacheControl: "no-store",
  ]

  // MARK: Reading requests

  private func require(_ method: HTTPMethod, of request: HTTPRequestHead) throws(Refusal) {
    if request.method == method { return }
    // A HEAD is answered wherever a GET is; the connection leaves the content out.
    if method == .get, request.method == .head { return }
    throw Refusal(.methodNotAllowed(method == .get ? "GET, HEAD" : "POST"))
  }

  private func caller(
    of request: HTTPRequestHead, on context: ConnectionContext
  ) throws(Refusal) -> Caller {
    guard request.fields.count(of: .authorization) <= 1 else {
      throw Refusal(
        .badRequest, code: "repeated_authorization", detail: "the Authorization header is repeated")
    }
    do throws(AuthenticationFailure) {
      return try authenticator.caller(presenting: Presented(request, on: context))
    } catch {
      throw Refusal(
        .unauthorized, code: "unauthenticated", detail: error.message,
        fields: [.wwwAuthenticate: "Bearer"])
    }
  }

  /// Reads the request's content as one JSON document.
  private func content(
    of request: HTTPRequestHead, _ body: RequestBody
  ) async throws(Refusal) -> JSONValue {
    try require(.post, of: request)
    guard isJSON(request.fields) else {
      throw Refusal(
        .unsupportedMediaType, code: "unsupported_media_type",
        detail: "send the action as `Content-Type: application/json`, without Content-Encoding")
    }
    let bytes: [UInt8]
    do throws(RequestBodyError) {
      bytes = try await body.collect(upTo: maximumBody)
    } catch {
      guard error == .tooLarge else {
        throw Refusal(
          .badRequest, code: "incomplete_request", detail: "the content did not come to its end")
      }
      throw Refusal(
        .contentTooLarge, code: "body_too_large",
        detail: "the content has more than \(maximumBody) bytes: send less, or raise `maximum_body`"
      )
    }
    do throws(JSONError) {
      return try JSONDocument.parse(bytes)
    } catch {
      throw Refusal(.badRequest, code: "malformed_json", detail: "\(error)")
    }
  }

  private func isJSON(_ fields: HTTPFields) -> Bool {
    if fields.contains(.contentEncoding) { return false }
    if fields.isOnly(.contentType, lowercase: "application/json") { return true }
    guard fields.count(of: .contentType) == 1, let type = fields[.contentType] else { return false }
    return type.lowercased().filter { $0 != " " && $0 != "\"" } == "application/json;charset=utf-8"
  }
}

/// Ends the handling of a request with a problem.
private struct Refusal: Error {
  let problem: ProblemDetails

  init(_ problem: ProblemDetails) {
    self.problem = problem
  }

  init(
    _ status: HTTPStatus, code: String, detail: String, pointer: String? = nil,
    fields: HTTPFields = [:]
  ) {
    problem = ProblemDetails(status, code: code, detail: detail, pointer: pointer, fields: fields)
  }
}
