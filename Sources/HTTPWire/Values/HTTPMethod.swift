/// A request method: a case-sensitive token (RFC 9110, section 9).
package struct HTTPMethod: Sendable, Hashable, CustomStringConvertible {
  package let name: String

  /// Wraps a name that is known to be a token.
  init(unchecked name: String) {
    self.name = name
  }

  /// Takes a token; nil for any other text.
  package init?(_ name: String) {
    guard !name.isEmpty, name.utf8.allSatisfy(ByteSet.token.contains) else { return nil }
    self.name = name
  }

  package var description: String { name }

  package static let get = HTTPMethod(unchecked: "GET")
  package static let head = HTTPMethod(unchecked: "HEAD")
  package static let post = HTTPMethod(unchecked: "POST")
  package static let put = HTTPMethod(unchecked: "PUT")
  package static let delete = HTTPMethod(unchecked: "DELETE")
  package static let connect = HTTPMethod(unchecked: "CONNECT")
  package static let options = HTTPMethod(unchecked: "OPTIONS")
  package static let trace = HTTPMethod(unchecked: "TRACE")
  package static let patch = HTTPMethod(unchecked: "PATCH")

  package static let query = HTTPMethod(unchecked: "QUERY")

  /// The methods of RFC 9110, PATCH (RFC 5789) and QUERY (draft-ietf-httpbis-safe-method-w-body): a server answers
  /// others with 501.
  package static let standard: [HTTPMethod] = [
    .get, .post, .head, .put, .delete, .options, .patch, .connect, .trace, .query,
  ]
}

extension HTTPMethod {
  /// Whether doing it twice is doing it once (RFC 9110, section 9.2.2).
  package var isIdempotent: Bool {
    switch self {
    case .get, .head, .put, .delete, .options, .trace, .query: true
    default: false
    }
  }

  /// Whether a request without content says so (RFC 9110, section 8.6).
  var expectsContent: Bool {
    switch self {
    case .post, .put, .patch, .query: true
    default: false
    }
  }
}
