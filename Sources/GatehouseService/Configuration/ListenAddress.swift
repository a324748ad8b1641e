import Matching

/// An address to listen on: `127.0.0.1:8640`, `[::1]:8640`, `localhost:8640`, or `unix:/run/gatehouse.sock`.
package enum ListenAddress: Sendable, Hashable, CustomStringConvertible {
  /// A numeric IPv4 or IPv6 address and a port; port 0 lets the system choose.
  case tcp(host: String, port: UInt16)
  /// The path of a Unix socket.
  case unix(path: String)

  /// Reads an address; nil for anything but the forms above.
  package init?(_ text: String) {
    if text.hasPrefix("unix:") {
      let path = String(text.dropFirst("unix:".count))
      // 107 bytes are what fits into a socket address (sun_path) with its final NUL.
      guard path.hasPrefix("/"), path.utf8.count <= 107, !path.utf8.contains(0) else { return nil }
      self = .unix(path: path)
      return
    }
    guard let colon = text.lastIndex(of: ":"),
      let port = Self.port(text[text.index(after: colon)...])
    else { return nil }
    var host = String(text[..<colon])
    if host == "localhost" { host = "127.0.0.1" }
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]") && host.utf8.count > 2
    if isBracketed { host = String(host.dropFirst().dropLast()) }
    guard IPAddress(host) != nil, isBracketed == host.contains(":") else { return nil }
    self = .tcp(host: host, port: port)
  }

  private static func port(_ text: Substring) -> UInt16? {
    guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return UInt16(text)
  }

  /// Whether only processes of this machine can reach the address.
  package var isLocal: Bool {
    switch self {
    case .tcp(let host, _): IPAddress(host)?.classification == .loopback
    case .unix: true
    }
  }

  /// Whether the address is `0.0.0.0` or `[::]`, which stand for all of the machine's.
  package var isWildcard: Bool {
    switch self {
    case .tcp(let host, _): IPAddress(host)?.classification == .unspecified
    case .unix: false
    }
  }

  package var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }
}
