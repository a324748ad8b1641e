import Crypto
import HTTPWire

extension HTTPURL {
  /// The URL with a path behind its own; nil where that cannot stand in a URL.
  func appending(_ path: String) -> HTTPURL? {
    guard !target.utf8.contains(UInt8(ascii: "?")) else { return nil }
    let base = target.utf8.last == UInt8(ascii: "/") ? String(target.dropLast()) : target
    return HTTPURL(origin, target: "\(base)/\(path)")
  }
}

extension HTTPFieldValue {
  /// Presents a token (RFC 6750, section 2.1).
  ///
  /// - Parameter service: whose token it is, for whoever reads that it cannot stand in a field.
  init(bearer token: Secret, of service: String) throws(DeliveryFailure) {
    let text = token.withBytes { String(copying: $0) }
    guard let text, let value = HTTPFieldValue(checking: "Bearer \(text)") else {
      throw DeliveryFailure("the token for \(service) is not text of one line", isTemporary: false)
    }
    self = value
  }
}

extension String {
  /// Copies bytes that are UTF-8; nil for others.
  init?(copying bytes: Span<UInt8>) {
    guard let utf8 = try? UTF8Span(validating: bytes) else { return nil }
    self.init(copying: utf8)
  }
}
