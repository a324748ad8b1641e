import COpenSSL

/// Says why encryption cannot be set up, or why a connection's encryption broke off.
package enum TLSError: Error, Hashable, Sendable {
  /// A file of the configuration cannot be used: what it is, where, why, and what to do.
  case file(kind: String, path: String, problem: String, advice: String)
  /// The client and the server did not agree, or what arrived is not TLS; the library's own words.
  case failed(reason: String)
  /// The server did not prove to be the host that was asked for: why, and what to do.
  case untrusted(host: String, problem: String, advice: String)
  /// The library refused a setting that it should know.
  case unsupported(setting: String)
}

extension TLSError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let kind, let path, let problem, let advice):
      "\(kind) file `\(path)`: \(problem); \(advice)"
    case .failed(let reason): "tls failed: \(reason)"
    case .untrusted(let host, let problem, let advice):
      "the certificate of `\(host)` is not accepted: \(problem); \(advice)"
    case .unsupported(let setting):
      "the installed OpenSSL refuses \(setting); use OpenSSL 3.0 or later"
    }
  }
}

extension TLSError {
  /// Says what the library found wrong with a server's certificate.
  static func untrusted(host: String, _ result: Int) -> TLSError {
    // SAFETY: the text is a constant of the library, for every number.
    let problem = unsafe String(cString: X509_verify_cert_error_string(result))
    let advice =
      switch Int32(result) {
      case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
        "ask for the server by a name that its certificate has"
      case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID:
        "renew the server's certificate, or set the clock"
      case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
        X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
        X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        "give the authority that signed it, or let the server send the whole chain"
      default: "have the server use another certificate"
      }
    return .untrusted(host: host, problem: problem.lowercasedFirst, advice: advice)
  }
}

extension String {
  /// The text with its first letter small, unless that begins an abbreviation.
  fileprivate var lowercasedFirst: String {
    let letters = Array(utf8.prefix(2))
    guard letters.count == 2, (0x41...0x5A).contains(letters[0]), (0x61...0x7A).contains(letters[1])
    else { return self }
    return prefix(1).lowercased() + dropFirst()
  }
}
