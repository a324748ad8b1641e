/// An address as SMTP takes it without extensions: `local@domain` in ASCII (RFC 5321, section 4.1.2).
///
/// Stricter than the RFC: the local part is a dot-string, and the domain is no literal; so that nothing in an address can end a
/// command or a field.
package struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
  package let local: String
  package let domain: String

  /// Reads an address; nil for any other text.
  package init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].count),
      Self.isDotted(parts[0], of: Self.isLocal), Self.isDotted(parts[1], of: Self.isDomain)
    else { return nil }
    local = String(decoding: parts[0], as: UTF8.self)
    domain = String(decoding: parts[1], as: UTF8.self)
  }

  package var description: String { "\(local)@\(domain)" }

  private static func isDotted(_ part: Substring.UTF8View, of kind: (UInt8) -> Bool) -> Bool {
    part.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .allSatisfy { !$0.isEmpty && $0.allSatisfy(kind) }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  private static func isDomain(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "-")
  }

  /// The letters of an atom (RFC 5322, section 3.2.3).
  private static func isLocal(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }
}
