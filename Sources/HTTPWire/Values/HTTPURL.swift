/// What a request asks for: an origin, and a path with a query (RFC 9110, section 4.2).
///
/// Stricter than the RFC, as `HTTPAuthority` is; a fragment is refused, because it is never sent.
package struct HTTPURL: Sendable, Hashable {
  package let origin: HTTPOrigin
  /// The path and the query as sent, beginning with `/`.
  package let target: String

  /// Reads an absolute `http` or `https` URL; nil for any other text.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty,
      let parts = try? RequestTarget(bytes.span, 0..<bytes.count, method: .get),
      parts.form == .absolute, let authority = HTTPAuthority(bytes[parts.authority])
    else { return nil }
    // Only `https` has five letters.
    origin = HTTPOrigin(
      isEncrypted: bytes[4].asciiLowercase == UInt8(ascii: "s"), authority: authority)
    let rest = String(decoding: bytes[parts.path.lowerBound...], as: UTF8.self)
    target = parts.path.isEmpty ? "/\(rest)" : rest
  }

  /// Puts a path and a query, beginning with `/`, behind an origin; nil where RFC 3986 does not allow them.
  package init?(_ origin: HTTPOrigin, target: String) {
    let bytes = Array(target.utf8)
    guard !bytes.isEmpty,
      let parts = try? RequestTarget(bytes.span, 0..<bytes.count, method: .get),
      parts.form == .origin
    else { return nil }
    self.origin = origin
    self.target = target
  }
}

extension HTTPURL: CustomStringConvertible {
  /// The origin alone: paths and queries may be credentials.
  package var description: String { "\(origin)/…" }
}
