import EventLoop
import HTTPWire

/// The hosts that are reached without a proxy: names with all below them, addresses, ranges of them, or `*` for all.
struct ProxyExceptions: Sendable {
  private enum Rule: Sendable {
    case all
    /// The name itself and every name below it, in lower case.
    case name(String, port: UInt16?)
    case range(SocketAddress, bits: Int)
  }

  private let rules: [Rule]

  /// Reads a list parted by commas; spaces are left out, and what makes no sense matches nothing.
  init(_ text: String) {
    rules = text.utf8.split(separator: UInt8(ascii: ",")).compactMap { part in
      Self.rule(String(decoding: part.filter { $0 != UInt8(ascii: " ") }, as: UTF8.self))
    }
  }

  private static func rule(_ text: String) -> Rule? {
    if text == "*" { return .all }
    if let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) {
      guard let address = SocketAddress(host: String(text[..<slash]), port: 0),
        let bits = Int(text[text.utf8.index(after: slash)...]), bits >= 0
      else { return nil }
      return .range(address, bits: bits)
    }
    if let address = SocketAddress(host: text, port: 0) { return .range(address, bits: 128) }
    var name = text.utf8.first == UInt8(ascii: "*") ? text.dropFirst() : text[...]
    if name.utf8.first == UInt8(ascii: ".") { name.removeFirst() }
    guard let authority = HTTPAuthority(String(name)) else { return nil }
    return .name(authority.host, port: authority.port)
  }

  /// Whether an origin is reached directly: it is listed, or is this machine.
  func contains(_ origin: HTTPOrigin) -> Bool {
    let host = origin.bareHost
    let address = SocketAddress(host: host, port: 0)
    if address?.isLoopback ?? (host == "localhost" || host.hasSuffix(".localhost")) { return true }
    return rules.contains { rule in
      switch rule {
      case .all: true
      case .name(let name, let port):
        (host == name || host.hasSuffix(".\(name)")) && (port == nil || port == origin.port)
      case .range(let start, let bits): address?.isWithin(start, bits: bits) ?? false
      }
    }
  }
}

extension SocketAddress {
  /// Whether the first bits of the address are those of another of the same family.
  fileprivate func isWithin(_ start: SocketAddress, bits: Int) -> Bool {
    switch (self, start) {
    case (.ipv4(let address, _), .ipv4(let start, _)):
      (address ^ start) >> UInt32(max(0, 32 - bits)) == 0
    case (.ipv6(let high, let low, _), .ipv6(let startHigh, let startLow, _)):
      (high ^ startHigh) >> UInt64(max(0, 64 - bits)) == 0
        && (low ^ startLow) >> UInt64(min(64, max(0, 128 - bits))) == 0
    default: false
    }
  }
}
