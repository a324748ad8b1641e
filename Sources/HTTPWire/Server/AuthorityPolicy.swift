/// The names a listener answers for: the defence against DNS rebinding and against other sites' pages.
///
/// A page of a foreign site can make a browser send requests here, by a name of its own that resolves to this address
/// (then `Host` is foreign) or across origins (then `Origin` is foreign). Both are refused: `Host` with 421, `Origin` with 403.
///
/// A name without port stands for the listener's own port, a name with port for that port alone, so that another
/// service on the same machine is a foreign origin. A `Host` without port stands for 80 or 443; list `name:443`
/// behind a proxy that ends TLS.
package struct AuthorityPolicy: Sendable {
  private struct Name: Sendable {
    var host: [UInt8]
    /// The only port accepted; nil takes any.
    var port: UInt16?
  }

  /// nil takes everything.
  private let names: [Name]?

  /// Takes every host and origin: for a forward proxy, whose requests are for others.
  package static let any = AuthorityPolicy(names: nil)

  /// What a loopback listener is called: `localhost`, `127.0.0.1` and `[::1]`.
  package static let loopbackNames: [HTTPAuthority] = ["localhost", "127.0.0.1", "[::1]"]
    .compactMap { HTTPAuthority($0) }

  private init(names: [Name]?) {
    self.names = names
  }

  /// Takes the listener's names and port; a nil port (a Unix socket) leaves names without port open to any.
  package init(names: [HTTPAuthority], port: UInt16?) {
    self.names = names.map { Name(host: Array($0.host.utf8), port: $0.port ?? port) }
  }

  /// Says why a request is not for this listener or not from its own pages; nil if it is acceptable.
  package func refusal(of head: HTTPRequestHead) -> HTTPProblem? {
    guard names != nil else { return nil }
    if head.form == .origin || head.form == .asterisk {
      guard let host = head.fields.bytes(ofOnly: .host) else { return .missingHost }
      guard accepts(host.span, implied: nil) else { return .unknownHost }
    } else {
      guard let authority = head.authority else { return .missingHost }
      let bytes = Array(authority.description.utf8)
      guard accepts(bytes.span, implied: nil) else { return .unknownHost }
    }
    guard head.fields.contains(.origin) else { return nil }
    guard let origin = head.fields.bytes(ofOnly: .origin), accepts(origin: origin) else {
      return .foreignOrigin
    }
    return nil
  }

  /// Decides on a serialised origin, `scheme://host` or `scheme://host:port` (RFC 6454, section 6.2).
  private func accepts(origin: ArraySlice<UInt8>) -> Bool {
    for (scheme, port) in [("http://", UInt16(80)), ("https://", UInt16(443))]
    where origin.starts(with: scheme.utf8) {
      let authority = origin.dropFirst(scheme.utf8.count)
      return accepts(authority.span, implied: port)
    }
    return false
  }

  /// Decides on a host and port; without a port written, the implied one or else both web ports count.
  private func accepts(_ authority: Span<UInt8>, implied: UInt16?) -> Bool {
    guard let names,
      let (host, written) = HTTPAuthority.split(authority, 0..<authority.count)
    else { return false }
    return names.contains { name in
      guard authority.equals(host, lowercase: name.host.span) else { return false }
      guard let accepted = name.port else { return true }
      if let port = written ?? implied { return port == accepted }
      return accepted == 80 || accepted == 443
    }
  }
}
