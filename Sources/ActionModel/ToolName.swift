/// Names a tool as `channel:server/name`, and by the canonical name that policies mean.
///
/// Only a native caller or the operator can give a tool its canonical name: a name that a server chose for itself
/// never becomes one, so that a server cannot call its tool `fs.read` and be treated as such.
package struct ToolName: Sendable, Hashable, CustomStringConvertible {
  /// The wire that the call came by; `native` for callers of the decision API.
  package let channel: String
  /// The server that offers the tool; empty where there is none.
  package let server: String
  /// The name that the channel used.
  package let name: String
  /// The name that bare patterns match; nil where nobody trusted has assigned one.
  package let canonical: String?

  package init(channel: String, server: String, name: String, canonical: String?) {
    self.channel = channel
    self.server = server
    self.name = name
    self.canonical = canonical
  }

  /// Names a tool that a native caller speaks of: its own name is canonical.
  package static func native(_ name: String, server: String = "") -> ToolName {
    ToolName(channel: "native", server: server, name: name, canonical: name)
  }

  /// The full name, `channel:server/name`.
  package var description: String { "\(channel):\(server)/\(name)" }

  /// The most bytes a tool or server name may have.
  package static let maximumLength = 128

  /// Says whether text can be a tool or server name: `[A-Za-z0-9_][A-Za-z0-9_.-]*`, at most 128 bytes.
  ///
  /// The separators of full names and the letters of patterns are kept out, so that no name can pose as either.
  package static func isValid(_ text: String) -> Bool {
    let bytes = text.utf8
    guard let first = bytes.first, bytes.count <= maximumLength else { return false }
    return isWordByte(first) && bytes.allSatisfy { isWordByte($0) || $0 == 0x2E || $0 == 0x2D }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
    default: false
    }
  }
}
