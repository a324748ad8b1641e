/// A response status: a three-digit code (RFC 9110, section 15).
package struct HTTPStatus: Sendable, Hashable, CustomStringConvertible {
  /// The code, 100...599.
  package let code: Int

  init(unchecked code: Int) {
    self.code = code
  }

  /// Takes a code in 100...599; nil for any other number.
  package init?(_ code: Int) {
    guard (100...599).contains(code) else { return nil }
    self.code = code
  }

  package var description: String { String(code) }

  /// Says whether a response with this status never has content (RFC 9112, section 6.3).
  package var forbidsContent: Bool { code < 200 || self == .noContent || self == .notModified }

  /// Says whether the request was received, understood and accepted (RFC 9110, section 15.3).
  package var isSuccess: Bool { (200...299).contains(code) }

  package static let `continue` = HTTPStatus(unchecked: 100)
  package static let switchingProtocols = HTTPStatus(unchecked: 101)
  package static let ok = HTTPStatus(unchecked: 200)
  package static let accepted = HTTPStatus(unchecked: 202)
  package static let noContent = HTTPStatus(unchecked: 204)
  package static let notModified = HTTPStatus(unchecked: 304)
  package static let badRequest = HTTPStatus(unchecked: 400)
  package static let unauthorized = HTTPStatus(unchecked: 401)
  package static let forbidden = HTTPStatus(unchecked: 403)
  package static let notFound = HTTPStatus(unchecked: 404)
  package static let methodNotAllowed = HTTPStatus(unchecked: 405)
  package static let requestTimeout = HTTPStatus(unchecked: 408)
  package static let conflict = HTTPStatus(unchecked: 409)
  package static let gone = HTTPStatus(unchecked: 410)
  package static let contentTooLarge = HTTPStatus(unchecked: 413)
  package static let uriTooLong = HTTPStatus(unchecked: 414)
  package static let unsupportedMediaType = HTTPStatus(unchecked: 415)
  package static let expectationFailed = HTTPStatus(unchecked: 417)
  package static let misdirectedRequest = HTTPStatus(unchecked: 421)
  package static let unprocessableContent = HTTPStatus(unchecked: 422)
  package static let tooManyRequests = HTTPStatus(unchecked: 429)
  package static let requestHeaderFieldsTooLarge = HTTPStatus(unchecked: 431)
  package static let internalServerError = HTTPStatus(unchecked: 500)
  package static let notImplemented = HTTPStatus(unchecked: 501)
  package static let serviceUnavailable = HTTPStatus(unchecked: 503)
  package static let httpVersionNotSupported = HTTPStatus(unchecked: 505)

  /// The registered reason phrase; empty for a code without one.
  package var reasonPhrase: String {
    switch code {
    case 100: "Continue"
    case 200: "OK"
    case 201: "Created"
    case 202: "Accepted"
    case 204: "No Content"
    case 303: "See Other"
    case 304: "Not Modified"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 406: "Not Acceptable"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 410: "Gone"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 415: "Unsupported Media Type"
    case 417: "Expectation Failed"
    case 421: "Misdirected Request"
    case 422: "Unprocessable Content"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    case 505: "HTTP Version Not Supported"
    default: ""
    }
  }
}
