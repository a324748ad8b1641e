import COpenSSL
import Glibc
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

  /// AES-GCM and ChaCha20 with forward secrecy, for TLS 1.2; those of TLS 1.3 are all of that kind.
  private static let ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20"

  init(_ configuration: TLSServerConfiguration) throws(TLSError) {
    // SAFETY: the context is this object's own until `deinit`; paths are copied by the calls.
    ERR_clear_error()
    guard let pointer = unsafe SSL_CTX_new(TLS_server_method()) else {
      throw .unsupported(setting: "a TLS context")
    }
    unsafe self.pointer = pointer
    guard unsafe tls_require_version_1_2(pointer) == 1 else {
      throw .unsupported(setting: "TLS 1.2")
    }
    guard unsafe SSL_CTX_set_cipher_list(pointer, Self.ciphers) == 1 else {
      throw .unsupported(setting: "the ciphers `\(Self.ciphers)`")
    }
    unsafe tls_set_modes(pointer)
    // Nothing is resumed, so that every connection proves its certificate against the files in use.
    unsafe _ = SSL_CTX_set_num_tickets(pointer, 0)
    unsafe _ = SSL_CTX_set_options(pointer, Self.options)
    unsafe SSL_CTX_set_default_passwd_cb(pointer) { _, _, _, _ in -1 }
    unsafe SSL_CTX_set_alpn_select_cb(pointer, selectHTTP, nil)
    try load(configuration)
    try setClientCertificates(configuration.clientCertificates)
  }

  deinit {
    // SAFETY: sessions hold references of their own.
    unsafe SSL_CTX_free(pointer)
  }

  private static let options: UInt64 =
    (1 << 14)  // SSL_OP_NO_TICKET
    | (1 << 17)  // SSL_OP_NO_COMPRESSION
    | (1 << 22)  // SSL_OP_CIPHER_SERVER_PREFERENCE
    | (1 << 30)  // SSL_OP_NO_RENEGOTIATION

  private func load(_ configuration: TLSServerConfiguration) throws(TLSError) {
    let (certificate, key) = (configuration.certificateFile, configuration.privateKeyFile)
    guard unsafe SSL_CTX_use_certificate_chain_file(pointer, certificate) == 1 else {
      throw .file(
        kind: "certificate", path: certificate, problem: lastError(),
        advice: "give a PEM file that begins with the server's certificate")
    }
    // Also checks that the key is the certificate's.
    guard unsafe SSL_CTX_use_PrivateKey_file(pointer, key, SSL_FILETYPE_PEM) == 1 else {
      throw .file(
        kind: "private key", path: key, problem: lastError(),
        advice: "give the PEM file of the certificate's key, readable and without a passphrase")
    }
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

/// The library's words for the oldest error of this thread, which is then forgotten with all others.
func lastError() -> String {
  // SAFETY: the texts are constants of the library.
  let code = ERR_get_error()
  defer { ERR_clear_error() }
  guard code != 0 else { return "unknown error" }
  // An error of the operating system is marked by the highest of 32 bits (ERR_SYSTEM_ERROR).
  if code & 0x8000_0000 != 0 {
    return unsafe String(cString: strerror(Int32(truncatingIfNeeded: code & 0x7FFF_FFFF)))
  }
  if let reason = unsafe ERR_reason_error_string(code) { return unsafe String(cString: reason) }
  return "error \(code)"
}
