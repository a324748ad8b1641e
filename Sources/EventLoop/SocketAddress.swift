import CPlatform
import Glibc

/// Where one end of a socket is.
package enum SocketAddress: Hashable, Sendable {
  /// The address most significant byte first.
  case ipv4(UInt32, port: UInt16)
  /// The upper and the lower half of the address, most significant byte first.
  case ipv6(UInt64, UInt64, port: UInt16)
  /// The path of the listening socket; clients of one have none of their own.
  case unix(path: String)

  init(_ address: cplatform_address, path: String) {
    let bytes = address.bytes
    switch address.family {
    case 4:
      let value = Self.number([bytes.0, bytes.1, bytes.2, bytes.3])
      self = .ipv4(UInt32(truncatingIfNeeded: value), port: address.port)
    case 6:
      let high = [bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5, bytes.6, bytes.7]
      let low = [bytes.8, bytes.9, bytes.10, bytes.11, bytes.12, bytes.13, bytes.14, bytes.15]
      self = .ipv6(Self.number(high), Self.number(low), port: address.port)
    default:
      self = .unix(path: path)
    }
  }

  static func number(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Reads a numeric IPv4 or IPv6 address, the latter without brackets; nil for any other text.
  package init?(host: String, port: UInt16) {
    guard !host.utf8.contains(0) else { return nil }
    var bytes = [UInt8](repeating: 0, count: 16)
    // SAFETY: the text ends in NUL, and either kind of address fits the 16 bytes.
    if unsafe inet_pton(AF_INET, host, &bytes) == 1 {
      self = .ipv4(UInt32(truncatingIfNeeded: Self.number(bytes[..<4])), port: port)
    } else if unsafe inet_pton(AF_INET6, host, &bytes) == 1 {
      self = .ipv6(Self.number(bytes[..<8]), Self.number(bytes[8...]), port: port)
    } else {
      return nil
    }
  }

  /// The port; nil for a Unix-domain socket.
  package var port: UInt16? {
    switch self {
    case .ipv4(_, let port), .ipv6(_, _, let port): port
    case .unix: nil
    }
  }

  /// Whether only processes of this machine can be at the other end.
  package var isLoopback: Bool {
    switch self {
    case .ipv4(let address, _): address >> 24 == 127
    case .ipv6(let high, let low, _):
      high == 0 && (low == 1 || (low >> 32 == 0xFFFF && low >> 24 & 0xFF == 127))
    case .unix: true
    }
  }

  /// Whether a listener there takes connections to every address of the machine.
  package var isWildcard: Bool {
    switch self {
    case .ipv4(let address, _): address == 0
    case .ipv6(let high, let low, _): high == 0 && low == 0
    case .unix: false
    }
  }

  /// The address without the port, IPv6 as RFC 5952 writes it; the path of a Unix-domain socket.
  package var host: String {
    switch self {
    case .ipv4(let address, _):
      return [24, 16, 8, 0].map { String(address >> $0 & 0xFF) }.joined(separator: ".")
    case .ipv6(let high, let low, _):
      return Self.text(ofIPv6: high, low)
    case .unix(let path):
      return path
    }
  }

  /// Writes an IPv6 address in its one recommended form (RFC 5952, section 4).
  private static func text(ofIPv6 high: UInt64, _ low: UInt64) -> String {
    if high == 0, low >> 32 == 0xFFFF {
      return "::ffff:" + SocketAddress.ipv4(UInt32(truncatingIfNeeded: low), port: 0).host
    }
    let groups = [high, low].flatMap { half in [48, 32, 16, 0].map { half >> UInt64($0) & 0xFFFF } }
    // The longest run of zero groups, the first of equals, and never a single one, is left out.
    var longest = 0..<0
    var start = 0
    for index in 0...groups.count where index == groups.count || groups[index] != 0 {
      if index - start > max(longest.count, 1) { longest = start..<index }
      start = index + 1
    }
    let text = { (part: ArraySlice<UInt64>) in
      part.map { String($0, radix: 16) }.joined(separator: ":")
    }
    guard !longest.isEmpty else { return text(groups[...]) }
    return text(groups[..<longest.lowerBound]) + "::" + text(groups[longest.upperBound...])
  }
}

extension SocketAddress: CustomStringConvertible {
  package var description: String {
    switch self {
    case .ipv4(_, let port): "\(host):\(port)"
    case .ipv6(_, _, let port): "[\(host)]:\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }
}

/// Who connected to a Unix-domain socket, as the system vouches for it.
package struct PeerCredentials: Hashable, Sendable {
  package let uid: UInt32
  package let gid: UInt32
  /// The process when it connected; nil where the system does not tell. It may have ended since.
  package let pid: Int32?

  package init(uid: UInt32, gid: UInt32, pid: Int32?) {
    self.uid = uid
    self.gid = gid
    self.pid = pid
  }
}
