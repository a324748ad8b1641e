/// Whom requests go to: scheme, host and port (RFC 9110, section 4.3.1).
package struct HTTPOrigin: Sendable, Hashable {
  /// Whether the scheme is `https`.
  package let isEncrypted: Bool
  /// The host in lower case, an IPv6 address with its brackets.
  package let host: String
  /// The port written, or that of the scheme.
  package let port: UInt16

  package init(isEncrypted: Bool, authority: HTTPAuthority) {
    self.isEncrypted = isEncrypted
    host = authority.host
    port = authority.port ?? (isEncrypted ? 443 : 80)
  }

  /// The host without the brackets of an IPv6 address.
  package var bareHost: String {
    host.utf8.first == UInt8(ascii: "[") ? String(host.dropFirst().dropLast()) : host
  }

  /// Host and port, the scheme's own port left out: what `Host` says.
  package var authority: String {
    port == (isEncrypted ? 443 : 80) ? host : "\(host):\(port)"
  }
}

extension HTTPOrigin: CustomStringConvertible {
  package var description: String { "\(isEncrypted ? "https" : "http")://\(authority)" }
}
