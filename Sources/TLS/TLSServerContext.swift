import COpenSSL
import Locking

/// A server's certificate, key and rules, from which each connection's session is made; from any thread.
@safe
package final class TLSServerContext: Sendable {
  package let configuration: TLSServerConfiguration
  private let current: Locked<LoadedContext>

  /// Reads the files and checks that they fit together.
  package init(_ configuration: TLSServerConfiguration) throws(TLSError) {
    self.configuration = configuration
    current = Locked(try LoadedContext(configuration))
  }

  /// Reads the files again, for the connections from then on; on an error the old ones stay in use.
  package func reload() throws(TLSError) {
    let loaded = try LoadedContext(configuration)
    current.withLock { $0 = loaded }
  }

  /// Begins the server's side of one connection.
  package func makeSession() throws(TLSError) -> TLSSession {
    try TLSSession(current.withLock { $0 })
  }
}

/// One reading of a server's files.
@safe
final class LoadedContext: @unchecked Sendable {
  // Sendable without a lock: after `init` it is only read, and OpenSSL counts references atomically.
  let pointer: OpaquePointer

  init(_ configuration: TLSServerConfiguration) throws(TLSError) {
    // SAFETY: the context is this object's own until `deinit`; paths are copied by the calls.
    unsafe pointer = try makeContext(TLS_server_method())
    // Nothing is resumed, so that every connection proves its certificate against the files in use.
    unsafe _ = SSL_CTX_set_num_tickets(pointer, 0)
    unsafe SSL_CTX_set_alpn_select_cb(pointer, selectHTTP, nil)
    try load(configuration)
    try setClientCertificates(configuration.clientCertificates)
  }

  deinit {
    // SAFETY: sessions hold references of their own.
    unsafe SSL_CTX_free(pointer)
  }

  private func load(_ configuration: TLSServerConfiguration) throws(TLSError) {
    unsafe try loadIdentity(
      certificate: configuration.certificateFile, key: configuration.privateKeyFile,
      whose: "server", into: pointer)
  }

  private func setClientCertificates(
    _ wanted: TLSServerConfiguration.ClientCertificates
  ) throws(TLSError) {
    let authorities: String
    var mode = SSL_VERIFY_PEER
    switch wanted {
    case .ignored: return
    case .optional(let file): authorities = file
    case .required(let file):
      authorities = file
      mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT
    }
    // The names are sent to clients, so that they can choose among their certificates; the context takes the list.
    guard unsafe SSL_CTX_load_verify_file(pointer, authorities) == 1,
      let names = unsafe SSL_load_client_CA_file(authorities)
    else {
      throw .file(
        kind: "client authority", path: authorities, problem: lastError(),
        advice: "give a PEM file of the certificates that sign your clients'")
    }
    unsafe SSL_CTX_set_client_CA_list(pointer, names)
    unsafe SSL_CTX_set_verify(pointer, mode, nil)
  }
}

/// Chooses `http/1.1` among what the client offers, and refuses a client that wants something else (RFC 7301, section 3.2).
private func selectHTTP(
  _: OpaquePointer?, chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
  length: UnsafeMutablePointer<UInt8>?, offers: UnsafePointer<UInt8>?, count: UInt32,
  _: UnsafeMutableRawPointer?
) -> Int32 {
  let name = Array("http/1.1".utf8)
  // SAFETY: OpenSSL has checked that the offers are names, each after its length, within `count` bytes; what is chosen
  // points into them.
  let bytes = unsafe UnsafeBufferPointer(start: offers, count: Int(count))
  var start = 0
  while start < bytes.count {
    let end = unsafe start + 1 + Int(bytes[start])
    guard end <= bytes.count else { break }
    if unsafe bytes[start + 1..<end].elementsEqual(name) {
      unsafe chosen?.pointee = unsafe offers.map { unsafe $0 + start + 1 }
      unsafe length?.pointee = UInt8(name.count)
      return SSL_TLSEXT_ERR_OK
    }
    start = end
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL
}
