import COpenSSL
import Glibc
import Locking

/// A client's trust and certificate, from which each connection's session is made; from any thread.
@safe
package final class TLSClientContext: Sendable {
  package let configuration: TLSClientConfiguration
  private let current: Locked<LoadedClientContext>

  /// Reads the files.
  package init(_ configuration: TLSClientConfiguration = TLSClientConfiguration()) throws(TLSError)
  {
    self.configuration = configuration
    current = Locked(try LoadedClientContext(configuration))
  }

  /// Reads the files again, for the connections from then on; on an error the old ones stay in use.
  package func reload() throws(TLSError) {
    let loaded = try LoadedClientContext(configuration)
    current.withLock { $0 = loaded }
  }

  /// Begins the client's side of one connection.
  ///
  /// - Parameters:
  ///   - host: the name, or the numeric address without brackets, that the server has to prove to be.
  ///   - speaksHTTP: whether HTTP/1.1 is announced as the protocol (RFC 7301).
  package func makeSession(host: String, speaksHTTP: Bool = true) throws(TLSError) -> TLSSession {
    try TLSSession(current.withLock { $0 }, host: host, speaksHTTP: speaksHTTP)
  }
}

/// One reading of a client's files.
@safe
final class LoadedClientContext: @unchecked Sendable {
  // Sendable without a lock: after `init` it is only read, and OpenSSL counts references atomically.
  let pointer: OpaquePointer

  init(_ configuration: TLSClientConfiguration) throws(TLSError) {
    // SAFETY: the context is this object's own until `deinit`; paths are copied by the calls.
    unsafe pointer = try makeContext(TLS_client_method())
    unsafe SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, nil)
    try loadAuthorities(configuration.authorities)
    if let certificate = configuration.certificateFile {
      unsafe try loadIdentity(
        certificate: certificate, key: configuration.privateKeyFile ?? certificate,
        whose: "client", into: pointer)
    }
  }

  deinit {
    // SAFETY: sessions hold references of their own.
    unsafe SSL_CTX_free(pointer)
  }

  private func loadAuthorities(
    _ authorities: TLSClientConfiguration.Authorities
  ) throws(TLSError) {
    switch authorities {
    case .system:
      guard unsafe SSL_CTX_set_default_verify_paths(pointer) == 1 else {
        throw .unsupported(setting: "the system's authorities")
      }
    case .file(let path):
      guard unsafe SSL_CTX_load_verify_file(pointer, path) == 1 else {
        throw .file(
          kind: "authority", path: path, problem: lastError(),
          advice: "give a PEM file of the certificates that sign the servers'")
      }
    case .directory(let path):
      // The library looks into the directory only when it needs a certificate.
      let problem =
        if unsafe access(path, R_OK | X_OK) != 0 {
          unsafe String(cString: strerror(errno))
        } else {
          unsafe SSL_CTX_load_verify_dir(pointer, path) == 1 ? nil : lastError()
        }
      if let problem {
        throw .file(
          kind: "authority", path: path, problem: problem,
          advice: "give a directory of certificates that `openssl rehash` has named")
      }
    }
  }
}

/// Makes a session accept a server only by a certificate for that name or address (RFC 9525), and tell the server the name.
func requireIdentity(_ host: String, of ssl: OpaquePointer) throws(TLSError) {
  // SAFETY: the parameters belong to the session, and the text is copied by the calls.
  guard !host.isEmpty, !host.utf8.contains(0), let parameters = unsafe SSL_get0_param(ssl) else {
    throw .failed(reason: "a connection needs a host to prove")
  }
  if unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, host) == 1 { return }
  ERR_clear_error()
  unsafe X509_VERIFY_PARAM_set_hostflags(
    parameters,
    UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS) | UInt32(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT))
  // What a name ends its zone with is no part of the name in certificates and greetings (RFC 6066, section 3).
  let name = host.utf8.last == UInt8(ascii: ".") ? String(host.dropLast()) : host
  guard unsafe X509_VERIFY_PARAM_set1_host(parameters, name, 0) == 1,
    unsafe tls_set_server_name(ssl, name) == 1
  else { throw .unsupported(setting: "the host name `\(name)`") }
}
