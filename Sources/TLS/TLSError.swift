/// Says why encryption cannot be set up, or why a connection's encryption broke off.
package enum TLSError: Error, Hashable, Sendable {
  /// A file of the configuration cannot be used: what it is, where, why, and what to do.
  case file(kind: String, path: String, problem: String, advice: String)
  /// The client and the server did not agree, or what arrived is not TLS; the library's own words.
  case failed(reason: String)
  /// The library refused a setting that it should know.
  case unsupported(setting: String)
}

extension TLSError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let kind, let path, let problem, let advice):
      "\(kind) file `\(path)`: \(problem); \(advice)"
    case .failed(let reason): "tls failed: \(reason)"
    case .unsupported(let setting):
      "the installed OpenSSL refuses \(setting); use OpenSSL 3.0 or later"
    }
  }
}
