/// Says why the addresses of a host are not known.
package enum ResolveError: Error, Hashable, Sendable {
  /// No server knows the name, or it has no address.
  case notFound
  /// No answer came in time.
  case timeout
  /// Too many lookups are under way.
  case overloaded
  /// The servers cannot be asked, or their answers make no sense; the library's own words.
  case failed(reason: String)
}

extension ResolveError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notFound: "the name is not known; check its spelling and /etc/resolv.conf"
    case .timeout: "the DNS servers did not answer in time; check /etc/resolv.conf"
    case .overloaded: "too many names are being looked up; try again later"
    case .failed(let reason): "the DNS lookup failed: \(reason)"
    }
  }
}
