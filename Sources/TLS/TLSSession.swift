import COpenSSL

/// One side of a TLS connection: ciphertext in, plaintext out, and what must be sent for it.
///
/// It holds no buffers between calls, beyond the part of a record that has arrived. Used by one thread at a time, the
/// connection's loop.
@safe
package final class TLSSession {
  private let ssl: OpaquePointer
  /// What has arrived and is not read by the library yet; set during `receive` only.
  private var input: UnsafeBufferPointer<UInt8>
  /// What the library wrote during the present call.
  private var output: [UInt8] = []
  /// Whether the handshake is done.
  package private(set) var isEstablished = false
  /// Whether the peer has said that it will send no more.
  package private(set) var peerEnded = false
  private var isBroken = false
  /// The name or the address that the server has to prove to be; nil on the server's side.
  private let host: String?

  /// Begins the server's side.
  convenience init(_ context: LoadedContext) throws(TLSError) {
    // SAFETY: the context is alive, and the session is fresh.
    unsafe try self.init(context: context.pointer, host: nil)
    unsafe SSL_set_accept_state(ssl)
  }

  /// Begins the client's side; `start` comes next.
  convenience init(
    _ context: LoadedClientContext, host: String, speaksHTTP: Bool
  ) throws(TLSError) {
    // SAFETY: the context is alive, the session is fresh, and what is set is copied.
    unsafe try self.init(context: context.pointer, host: host)
    unsafe try requireIdentity(host, of: ssl)
    if speaksHTTP {
      let names = [UInt8(8)] + Array("http/1.1".utf8)
      guard unsafe SSL_set_alpn_protos(ssl, names, UInt32(names.count)) == 0 else {
        throw .unsupported(setting: "the protocol `http/1.1`")
      }
    }
    unsafe SSL_set_connect_state(ssl)
  }

  private init(context: OpaquePointer, host: String?) throws(TLSError) {
    self.host = host
    // SAFETY: the session keeps its context alive; the transport belongs to the session and points back here, which
    // outlives it.
    guard let method = TransportMethod.shared, let ssl = unsafe SSL_new(context),
      let transport = unsafe BIO_new(method.pointer)
    else { throw .unsupported(setting: "a TLS session") }
    unsafe self.ssl = ssl
    unsafe input = UnsafeBufferPointer(start: nil, count: 0)
    unsafe BIO_set_data(transport, Unmanaged.passUnretained(self).toOpaque())
    unsafe SSL_set_bio(ssl, transport, transport)
  }

  deinit {
    // SAFETY: frees the transport too.
    unsafe SSL_free(ssl)
  }

  /// The certificate the client proved to hold; nil before the handshake is done, and without one.
  package var clientCertificate: ClientCertificate? {
    // SAFETY: the certificate is a counted reference, let go at the end.
    guard isEstablished, let certificate = unsafe SSL_get1_peer_certificate(ssl) else { return nil }
    defer { unsafe X509_free(certificate) }
    guard unsafe SSL_get_verify_result(ssl) == Int(X509_V_OK) else { return nil }
    return unsafe ClientCertificate(certificate)
  }

  /// Begins the handshake on the client's side, and appends what must be sent for it.
  package func start(output: inout [UInt8]) throws(TLSError) {
    // SAFETY: the session is open; it can only ask for more.
    ERR_clear_error()
    let code = unsafe SSL_do_handshake(ssl)
    takeOutput(&output)
    guard unsafe SSL_get_error(ssl, code) == SSL_ERROR_WANT_READ else { throw fail() }
  }

  /// Takes what arrived: appends what it says to `plaintext`, and what must be sent to `output`, also when it throws.
  package func receive(
    _ ciphertext: Span<UInt8>, plaintext: inout [UInt8], output: inout [UInt8]
  ) throws(TLSError) {
    guard !isBroken else { return }
    var failure: TLSError?
    // SAFETY: `input` is emptied before the pointer's life ends.
    unsafe ciphertext.withUnsafeBufferPointer { bytes in
      unsafe input = bytes
      failure = readAll(&plaintext)
      unsafe input = UnsafeBufferPointer(start: nil, count: 0)
    }
    takeOutput(&output)
    if let failure { throw failure }
  }

  /// Encrypts plaintext, and appends what must be sent to `output`.
  package func send(_ plaintext: Span<UInt8>, output: inout [UInt8]) throws(TLSError) {
    guard !plaintext.isEmpty, !isBroken else { return }
    guard isEstablished else { throw .failed(reason: "nothing can be sent before the handshake") }
    ERR_clear_error()
    var written = 0
    // SAFETY: the pointer is used within the call only; the transport takes everything, so all is written at once.
    let code = unsafe plaintext.withUnsafeBufferPointer { bytes in
      unsafe SSL_write_ex(ssl, bytes.baseAddress, bytes.count, &written)
    }
    takeOutput(&output)
    guard code == 1, written == plaintext.count else { throw fail() }
  }

  /// Says that nothing more will be sent, and appends what must be sent for that.
  package func close(output: inout [UInt8]) {
    guard isEstablished, !isBroken else { return }
    // SAFETY: the session is open.
    ERR_clear_error()
    unsafe _ = SSL_shutdown(ssl)
    takeOutput(&output)
  }

  private func readAll(_ plaintext: inout [UInt8]) -> TLSError? {
    // One record holds at most 16 KB.
    let recordSize = 16 * 1024
    while true {
      // SAFETY: the queue of errors is this thread's; the library writes at most the bytes it is told there are.
      ERR_clear_error()
      var code: Int32 = 0
      plaintext.append(addingCapacity: recordSize) { span in
        unsafe span.withUnsafeMutableBufferPointer { buffer, initialized in
          var count = 0
          unsafe code = SSL_read_ex(ssl, buffer.baseAddress, recordSize, &count)
          if code == 1 { initialized = count }
        }
      }
      if !isEstablished { unsafe isEstablished = SSL_is_init_finished(ssl) == 1 }
      if code == 1 { continue }
      switch unsafe SSL_get_error(ssl, code) {
      case SSL_ERROR_WANT_READ: return nil
      case SSL_ERROR_ZERO_RETURN:
        peerEnded = true
        return nil
      default: return fail()
      }
    }
  }

  private func fail() -> TLSError {
    isBroken = true
    let reason = lastError()
    // SAFETY: the session is open.
    let result = unsafe SSL_get_verify_result(ssl)
    guard let host, result != Int(X509_V_OK) else { return .failed(reason: reason) }
    return .untrusted(host: host, result)
  }

  private func takeOutput(_ target: inout [UInt8]) {
    if target.isEmpty { target = output } else { target.append(contentsOf: output) }
    output = []
  }

  // MARK: Transport

  /// Gives the library what has arrived; 0 where there is nothing.
  fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = unsafe min(buffer.count, input.count)
    // SAFETY: both have that many bytes.
    unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(input.extracting(..<count)))
    unsafe input = input.extracting(count...)
    return count
  }

  /// Takes what the library wants sent.
  fileprivate func write(_ bytes: UnsafeRawBufferPointer) {
    unsafe output.append(contentsOf: bytes)
  }
}

/// How the library reaches a session's bytes: straight from and into the caller's buffers, so that none stay behind.
@safe
private final class TransportMethod: @unchecked Sendable {
  // Sendable without a lock: never changed after `init`, and never freed.
  let pointer: OpaquePointer

  static let shared = TransportMethod()

  private init?() {
    // SAFETY: the method lives as long as the process; its functions get the session that owns the transport.
    guard let method = unsafe BIO_meth_new(BIO_TYPE_SOURCE_SINK, "session") else { return nil }
    unsafe pointer = method
    unsafe BIO_meth_set_create(method) { transport in
      unsafe BIO_set_init(transport, 1)
      return 1
    }
    unsafe BIO_meth_set_read_ex(method) { transport, buffer, size, count in
      guard let session = unsafe TransportMethod.session(of: transport) else { return 0 }
      unsafe tls_bio_clear_retry(transport)
      let read = unsafe session.read(
        into: UnsafeMutableRawBufferPointer(start: buffer, count: size))
      unsafe count?.pointee = read
      if read == 0 { unsafe tls_bio_set_retry_read(transport) }
      return read > 0 ? 1 : 0
    }
    unsafe BIO_meth_set_write_ex(method) { transport, buffer, size, count in
      guard let session = unsafe TransportMethod.session(of: transport) else { return 0 }
      unsafe session.write(UnsafeRawBufferPointer(start: buffer, count: size))
      unsafe count?.pointee = size
      return 1
    }
    unsafe BIO_meth_set_ctrl(method) { _, command, _, _ in
      // Flushing has nothing to do and succeeds; nothing else is known.
      command == BIO_CTRL_FLUSH ? 1 : 0
    }
  }

  private static func session(of transport: OpaquePointer?) -> TLSSession? {
    // SAFETY: a transport's data is the session that owns it.
    unsafe BIO_get_data(transport).map {
      unsafe Unmanaged<TLSSession>.fromOpaque($0).takeUnretainedValue()
    }
  }
}
