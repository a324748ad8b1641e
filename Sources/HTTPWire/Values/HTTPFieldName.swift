/// A field name: a token that compares without regard to case, kept in lower case (RFC 9110, section 5.1).
package struct HTTPFieldName: Sendable, Hashable, CustomStringConvertible {
  /// The name's bytes in lower case.
  let bytes: [UInt8]

  /// Wraps a name that is known to be a token in lower case.
  private init(unchecked name: StaticString) {
    bytes = Array(name.description.utf8)
  }

  /// Takes a token of any case; nil for any other text.
  package init?(_ name: String) {
    guard !name.isEmpty, name.utf8.allSatisfy(ByteSet.token.contains) else { return nil }
    bytes = name.utf8.map(\.asciiLowercase)
  }

  package var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension HTTPFieldName {
  package static let accept = HTTPFieldName(unchecked: "accept")
  package static let allow = HTTPFieldName(unchecked: "allow")
  package static let authorization = HTTPFieldName(unchecked: "authorization")
  package static let cacheControl = HTTPFieldName(unchecked: "cache-control")
  package static let connection = HTTPFieldName(unchecked: "connection")
  package static let contentDisposition = HTTPFieldName(unchecked: "content-disposition")
  package static let contentEncoding = HTTPFieldName(unchecked: "content-encoding")
  package static let contentLength = HTTPFieldName(unchecked: "content-length")
  package static let contentRange = HTTPFieldName(unchecked: "content-range")
  package static let contentType = HTTPFieldName(unchecked: "content-type")
  package static let contentSecurityPolicy = HTTPFieldName(unchecked: "content-security-policy")
  package static let contentTypeOptions = HTTPFieldName(unchecked: "x-content-type-options")
  package static let cookie = HTTPFieldName(unchecked: "cookie")
  package static let crossOriginOpenerPolicy = HTTPFieldName(
    unchecked: "cross-origin-opener-policy")
  package static let crossOriginResourcePolicy = HTTPFieldName(
    unchecked: "cross-origin-resource-policy")
  package static let csrfToken = HTTPFieldName(unchecked: "x-csrf-token")
  package static let date = HTTPFieldName(unchecked: "date")
  package static let etag = HTTPFieldName(unchecked: "etag")
  package static let expect = HTTPFieldName(unchecked: "expect")
  package static let host = HTTPFieldName(unchecked: "host")
  package static let idempotencyKey = HTTPFieldName(unchecked: "idempotency-key")
  package static let ifNoneMatch = HTTPFieldName(unchecked: "if-none-match")
  package static let lastEventID = HTTPFieldName(unchecked: "last-event-id")
  package static let origin = HTTPFieldName(unchecked: "origin")
  package static let proxyAuthenticate = HTTPFieldName(unchecked: "proxy-authenticate")
  package static let proxyAuthorization = HTTPFieldName(unchecked: "proxy-authorization")
  package static let referrerPolicy = HTTPFieldName(unchecked: "referrer-policy")
  package static let retryAfter = HTTPFieldName(unchecked: "retry-after")
  package static let server = HTTPFieldName(unchecked: "server")
  package static let setCookie = HTTPFieldName(unchecked: "set-cookie")
  package static let te = HTTPFieldName(unchecked: "te")
  package static let trailer = HTTPFieldName(unchecked: "trailer")
  package static let transferEncoding = HTTPFieldName(unchecked: "transfer-encoding")
  package static let upgrade = HTTPFieldName(unchecked: "upgrade")
  package static let vary = HTTPFieldName(unchecked: "vary")
  package static let wwwAuthenticate = HTTPFieldName(unchecked: "www-authenticate")
}
