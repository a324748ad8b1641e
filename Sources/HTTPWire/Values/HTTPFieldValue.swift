/// A field value: UTF-8 text without control bytes and without white space at its ends (RFC 9110, section 5.5).
package struct HTTPFieldValue: Sendable, Hashable, CustomStringConvertible {
  package let text: String

  /// Takes text that may stand in a field; nil if it has control characters or white space at its ends.
  package init?(checking text: String) {
    var utf8 = text.utf8[...]
    if let first = utf8.first, ByteSet.whitespace.contains(first) { return nil }
    if let last = utf8.popLast(), ByteSet.whitespace.contains(last) { return nil }
    guard text.utf8.allSatisfy(HTTPFieldValue.mayHold) else { return nil }
    self.text = text
  }

  /// Writes a number in decimal.
  package init(_ number: Int) {
    text = String(number)
  }

  package var description: String { text }

  /// Says whether a value may contain a byte: visible, space, tab, or part of a character beyond ASCII.
  private static func mayHold(_ byte: UInt8) -> Bool {
    (byte >= 0x20 && byte != 0x7F) || byte == UInt8(ascii: "\t")
  }
}

extension HTTPFieldValue: ExpressibleByStringLiteral {
  /// Takes a constant of the program; bytes that may not stand in a field are left out.
  package init(stringLiteral literal: StaticString) {
    let text = literal.description
    self =
      HTTPFieldValue(checking: text)
      ?? HTTPFieldValue(
        unchecked: String(decoding: text.utf8.filter(HTTPFieldValue.mayHold), as: UTF8.self))
  }

  private init(unchecked text: String) {
    self.text = text
  }
}
