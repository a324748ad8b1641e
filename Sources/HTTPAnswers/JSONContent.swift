package import HTTPWire
package import JSON
package import Server

/// Reads the content of requests that send one JSON document.
package enum JSONContent {
  /// Reads the whole content, of at most `maximum` bytes.
  package static func read(
    _ request: HTTPRequestHead, _ body: RequestBody, upTo maximum: Int
  ) async throws(ProblemDetails) -> JSONValue {
    guard isJSON(request.fields) else {
      throw ProblemDetails(
        .unsupportedMediaType, code: "unsupported_media_type",
        detail: "send JSON as `Content-Type: application/json`, without Content-Encoding")
    }
    let bytes: [UInt8]
    do throws(RequestBodyError) {
      bytes = try await body.collect(upTo: maximum)
    } catch {
      guard error == .tooLarge else {
        throw ProblemDetails(
          .badRequest, code: "incomplete_request", detail: "the content did not come to its end")
      }
      throw ProblemDetails(
        .contentTooLarge, code: "body_too_large",
        detail: "the content has more than \(maximum) bytes: send less, or raise `maximum_body`")
    }
    do throws(JSONError) {
      return try JSONDocument.parse(bytes)
    } catch {
      throw ProblemDetails(.badRequest, code: "malformed_json", detail: "\(error)")
    }
  }

  private static func isJSON(_ fields: HTTPFields) -> Bool {
    if fields.contains(.contentEncoding) { return false }
    if fields.isOnly(.contentType, lowercase: "application/json") { return true }
    guard fields.count(of: .contentType) == 1, let type = fields[.contentType] else { return false }
    return type.lowercased().filter { $0 != " " && $0 != "\"" } == "application/json;charset=utf-8"
  }
}
