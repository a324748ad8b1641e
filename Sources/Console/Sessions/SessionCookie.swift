import HTTPWire

/// Reads and writes the cookie of a session (RFC 6265bis, sections 4.1 and 4.1.3).
enum SessionCookie {
  /// Under TLS the prefix keeps every other host, and plain HTTP, from setting it.
  private static func name(isEncrypted: Bool) -> String {
    isEncrypted ? "__Host-gatehouse" : "gatehouse"
  }

  /// The secret of the one session cookie that a request has; nil without one, and with several.
  static func secret(in fields: HTTPFields, isEncrypted: Bool) -> String? {
    let name = name(isEncrypted: isEncrypted)
    let pairs = fields.values(of: .cookie).flatMap { $0.split(separator: ";") }
    let values = pairs.compactMap { pair -> Substring? in
      let halves = pair.drop { $0 == " " }.split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return halves.count == 2 && halves[0] == name ? halves[1] : nil
    }
    return values.count == 1 ? values.first.map(String.init) : nil
  }

  /// - Parameter secret: hexadecimal digits.
  static func setting(_ secret: String, isEncrypted: Bool) -> HTTPFieldValue {
    value(secret, isEncrypted, "; Max-Age=\(SessionTable.lifetime / 1_000_000_000)")
  }

  static func clearing(isEncrypted: Bool) -> HTTPFieldValue {
    value("", isEncrypted, "; Max-Age=0")
  }

  private static func value(
    _ secret: String, _ isEncrypted: Bool, _ age: String
  ) -> HTTPFieldValue {
    let text =
      "\(name(isEncrypted: isEncrypted))=\(secret); Path=/; HttpOnly; SameSite=Strict"
      + (isEncrypted ? "; Secure" : "") + age
    return HTTPFieldValue(checking: text) ?? ""
  }
}
