internal import CPSL
internal import Matching

/// Knows under which suffixes anybody can register a name (https://publicsuffix.org/), from libpsl's built-in list.
package enum PublicSuffix {
  /// The part of a domain that somebody registered: `example.co.uk` of `a.example.co.uk`.
  ///
  /// The domain is in ASCII and lower case; one trailing dot is taken off. Nil for an address, and for a public
  /// suffix itself.
  package static func registrableDomain(of domain: String) -> String? {
    var name = domain
    if name.utf8.last == UInt8(ascii: ".") { name.removeLast() }
    guard !name.isEmpty, !name.utf8.contains(0), name.utf8.count <= 253, IPAddress(name) == nil
    else { return nil }
    // SAFETY: the built-in list lives for ever; what is found points into the name, which outlives the closure.
    return unsafe name.withCString { text in
      guard let list = unsafe psl_builtin(), let found = unsafe psl_registrable_domain(list, text)
      else { return nil }
      return unsafe String(cString: found)
    }
  }
}
