package import HTTPWire
import JSON

/// Describes why a request was not answered as asked, in the form of RFC 9457.
package struct ProblemDetails: Sendable {
  package let status: HTTPStatus
  /// A stable word that says what is wrong.
  package let code: String
  /// A sentence that says what to do about it; it names no secret.
  package let detail: String
  /// The JSON pointer (RFC 6901) to the member of the request that is wrong.
  package let pointer: String?
  /// Header fields that the status asks for, such as `Allow`.
  package let fields: HTTPFields

  package init(
    _ status: HTTPStatus, code: String, detail: String, pointer: String? = nil,
    fields: HTTPFields = [:]
  ) {
    self.status = status
    self.code = code
    self.detail = detail
    self.pointer = pointer
    self.fields = fields
  }

  /// The response, as `application/problem+json`.
  package var response: HTTPResponse {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", "about:blank")
    writer.member("title", status.reasonPhrase)
    writer.member("status", status.code)
    writer.member("detail", detail)
    writer.member("code", code)
    writer.member("pointer", pointer)
    writer.endObject()
    var fields = fields
    fields.set(.contentType, "application/problem+json")
    return HTTPResponse(status, fields: fields, body: writer.bytes)
  }

  /// No resource has the path that was asked for.
  package static let notFound = ProblemDetails(
    .notFound, code: "not_found", detail: "nothing is served at this path: see /openapi.json")

  /// A parameter of the query is none, or not of its form.
  package static func invalidQuery(_ detail: String) -> ProblemDetails {
    ProblemDetails(.badRequest, code: "invalid_query", detail: detail)
  }

  /// The resource exists, but only for other methods.
  package static func methodNotAllowed(_ allowed: [HTTPMethod]) -> ProblemDetails {
    let names = HTTPFieldValue(checking: allowed.map(\.name).joined(separator: ", "))
    return ProblemDetails(
      .methodNotAllowed, code: "method_not_allowed",
      detail: "this path takes another method: see the Allow header", fields: [.allow: names ?? ""])
  }
}
