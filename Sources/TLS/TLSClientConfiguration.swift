/// Whom a TLS client trusts, and what it shows.
package struct TLSClientConfiguration: Hashable, Sendable {
  /// Whose signature makes a server's certificate good.
  package enum Authorities: Hashable, Sendable {
    /// Those of the system's store.
    case system
    /// Those of a PEM file alone.
    case file(String)
    /// Those of a directory alone, whose files `openssl rehash` has named.
    case directory(String)
  }

  package var authorities: Authorities
  /// A PEM file with the client's certificate, for servers that ask for one; nil shows none.
  package var certificateFile: String?
  /// A PEM file: the key of that certificate, not encrypted.
  package var privateKeyFile: String?

  package init(
    authorities: Authorities = .system, certificateFile: String? = nil,
    privateKeyFile: String? = nil
  ) {
    self.authorities = authorities
    self.certificateFile = certificateFile
    self.privateKeyFile = privateKeyFile
  }
}
