/// Where a listener takes connections.
package enum Endpoint: Hashable, Sendable {
  /// A numeric IPv4 or IPv6 address; port 0 takes a free one.
  case tcp(host: String, port: UInt16)
  /// A socket file, made with the given permissions; 0o600 lets only the daemon's own user connect.
  case unix(path: String, mode: UInt16)
}

extension Endpoint: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path, _): "unix:\(path)"
    }
  }
}
