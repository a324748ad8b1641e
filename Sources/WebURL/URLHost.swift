package import Matching

/// The host of a URL (https://url.spec.whatwg.org/#hosts).
package enum URLHost: Sendable, Hashable, CustomStringConvertible {
  /// A name in ASCII, lower case; a trailing dot stays.
  case domain(String)
  /// An IPv4 or IPv6 address, however it was spelled.
  case address(IPAddress)
  /// Text that only the scheme's own programs understand, percent-encoded.
  case opaque(String)
  /// No host, as in `file:///etc/hosts`.
  case empty

  /// The host as it stands in a serialised URL: IPv6 in brackets.
  package var description: String {
    switch self {
    case .domain(let name), .opaque(let name): name
    case .address(let address): address.isIPv6 ? "[\(address.hexadecimalText)]" : "\(address)"
    case .empty: ""
    }
  }

  /// Reads the host of a URL with a special scheme, such as `http`; nil where the standard says failure.
  package init?(_ text: String) {
    guard text.utf8.count <= WebURL.maximumLength,
      let host = HostParser.parse(Array(text.utf8), isOpaque: false)
    else { return nil }
    self = host
  }
}
