/// Says which fields may not come after the content (RFC 9110, section 6.5.1).
extension HTTPFields {
  /// Fields that frame, route, authenticate, modify the request or describe the content.
  private static let forbiddenTrailers: [HTTPFieldName] = [
    .authorization, .cacheControl, .connection, .contentEncoding, .contentLength, .contentRange,
    .contentType, .cookie, .expect, .host, .idempotencyKey, .origin, .proxyAuthenticate,
    .proxyAuthorization, .setCookie, .te, .trailer, .transferEncoding, .upgrade, .wwwAuthenticate,
  ]

  var holdsForbiddenTrailer: Bool {
    !isEmpty && HTTPFields.forbiddenTrailers.contains { contains($0) }
  }
}
