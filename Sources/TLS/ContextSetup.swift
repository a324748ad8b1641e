import COpenSSL
import Glibc

/// AES-GCM and ChaCha20 with forward secrecy, for TLS 1.2; those of TLS 1.3 are all of that kind.
private let ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20"

private let options: UInt64 =
  (1 << 14)  // SSL_OP_NO_TICKET
  | (1 << 17)  // SSL_OP_NO_COMPRESSION
  | (1 << 22)  // SSL_OP_CIPHER_SERVER_PREFERENCE
  | (1 << 30)  // SSL_OP_NO_RENEGOTIATION

/// Makes a context with what servers and clients share; the caller frees it.
func makeContext(_ method: OpaquePointer?) throws(TLSError) -> OpaquePointer {
  ERR_clear_error()
  // SAFETY: the context is fresh, and is let go where it cannot be set up; texts are copied by the calls.
  guard let context = unsafe SSL_CTX_new(method) else {
    throw .unsupported(setting: "a TLS context")
  }
  do throws(TLSError) {
    guard unsafe tls_require_version_1_2(context) == 1 else {
      throw .unsupported(setting: "TLS 1.2")
    }
    guard unsafe SSL_CTX_set_cipher_list(context, ciphers) == 1 else {
      throw .unsupported(setting: "the ciphers `\(ciphers)`")
    }
  } catch {
    unsafe SSL_CTX_free(context)
    throw error
  }
  unsafe tls_set_modes(context)
  unsafe _ = SSL_CTX_set_options(context, options)
  unsafe SSL_CTX_set_default_passwd_cb(context) { _, _, _, _ in -1 }
  return unsafe context
}

/// Reads a certificate and its key into a context.
func loadIdentity(
  certificate: String, key: String, whose: String, into context: OpaquePointer
) throws(TLSError) {
  // SAFETY: the context is the caller's, and the paths are copied by the calls.
  guard unsafe SSL_CTX_use_certificate_chain_file(context, certificate) == 1 else {
    throw .file(
      kind: "certificate", path: certificate, problem: lastError(),
      advice: "give a PEM file that begins with the \(whose)'s certificate")
  }
  // Also checks that the key is the certificate's.
  guard unsafe SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1 else {
    throw .file(
      kind: "private key", path: key, problem: lastError(),
      advice: "give the PEM file of the certificate's key, readable and without a passphrase")
  }
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
