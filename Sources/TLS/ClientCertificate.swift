import ByteParsing
import COpenSSL

/// Who a client is, by a certificate that was verified and whose key it proved to hold.
package struct ClientCertificate: Hashable, Sendable {
  /// The subject as RFC 4514 writes it: `CN=bot-7,O=Example`.
  package let subject: String
  /// The last common name of the subject; nil where there is none.
  package let commonName: String?
  /// The alternative names that are host names, as written.
  package let hostNames: [String]
  /// The alternative names that are URIs, such as SPIFFE ids.
  package let uris: [String]
  /// The alternative names that are e-mail addresses.
  package let emails: [String]
  /// The SHA-256 of the whole certificate, in lower-case hexadecimal.
  package let fingerprint: String

  /// Reads a certificate; nil where it cannot be read in full, because a part of an identity is none.
  init?(_ certificate: OpaquePointer) {
    var digest = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    // SAFETY: the certificate lives during the call, and the digest has the 32 bytes that SHA-256 fills.
    guard unsafe X509_digest(certificate, EVP_sha256(), &digest, &length) == 1, length == 32,
      let name = unsafe X509_get_subject_name(certificate),
      let subject = unsafe Self.text(of: name)
    else { return nil }
    fingerprint = Hex.encode(digest)
    self.subject = subject
    unsafe commonName = Self.commonName(of: name)
    guard let names = unsafe AlternativeNames(of: certificate) else { return nil }
    hostNames = names.hostNames
    uris = names.uris
    emails = names.emails
  }

  private static func text(of name: OpaquePointer) -> String? {
    // SAFETY: the buffer is this function's own, and its bytes are copied before it is freed.
    guard let buffer = unsafe BIO_new(BIO_s_mem()) else { return nil }
    defer { unsafe BIO_free(buffer) }
    guard unsafe tls_print_name(buffer, name) >= 0 else { return nil }
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 256)
    while true {
      let count = unsafe BIO_read(buffer, &chunk, Int32(chunk.count))
      guard count > 0 else { break }
      text.append(contentsOf: chunk[..<Int(count)])
    }
    return String(validating: text, as: UTF8.self)
  }

  private static func commonName(of name: OpaquePointer) -> String? {
    var found: Int32 = -1
    while true {
      // SAFETY: the name belongs to the certificate, which the caller keeps alive.
      let next = unsafe X509_NAME_get_index_by_NID(name, NID_commonName, found)
      guard next >= 0 else { break }
      found = next
    }
    guard found >= 0, let entry = unsafe X509_NAME_get_entry(name, found),
      let value = unsafe X509_NAME_ENTRY_get_data(entry)
    else { return nil }
    return unsafe certificateText(UnsafePointer(value))
  }
}

/// The names of a certificate beside its subject (RFC 5280, section 4.2.1.6).
private struct AlternativeNames {
  var hostNames: [String] = []
  var uris: [String] = []
  var emails: [String] = []

  /// Reads them; nil where one is not plain text, such as a host name with a NUL inside.
  init?(of certificate: OpaquePointer) {
    // SAFETY: the names are a copy of this function's own, read and then freed.
    guard let raw = unsafe X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil) else {
      return
    }
    let names = OpaquePointer(raw)
    defer { unsafe GENERAL_NAMES_free(names) }
    for index in 0..<(unsafe tls_names_count(names)) {
      guard let name = unsafe tls_names_at(names, index), let value = unsafe tls_name_text(name)
      else { continue }
      guard let text = unsafe certificateText(value) else { return nil }
      switch unsafe name.pointee.type {
      case GEN_DNS: hostNames.append(text)
      case GEN_URI: uris.append(text)
      default: emails.append(text)
      }
    }
  }
}

/// Reads a string of a certificate as UTF-8; nil where it is not that or holds control characters.
private func certificateText(_ value: UnsafePointer<ASN1_STRING>) -> String? {
  var utf8: UnsafeMutablePointer<UInt8>?
  // SAFETY: OpenSSL allocates the bytes and says how many; they are copied, then freed.
  let count = unsafe ASN1_STRING_to_UTF8(&utf8, value)
  guard count >= 0, let bytes = unsafe utf8 else { return nil }
  defer { unsafe CRYPTO_free(bytes, nil, 0) }
  let text = unsafe String(
    validating: UnsafeBufferPointer(start: bytes, count: Int(count)), as: UTF8.self)
  guard let text, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
  return text
}
