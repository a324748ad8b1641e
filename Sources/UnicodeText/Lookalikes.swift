internal import EmbeddedTables

/// The characters of other scripts that look like ASCII ones (`Tables/unicode/lookalikes.txt`).
package enum Lookalikes {
  /// The ASCII character that a scalar looks like; nil where there is none.
  package static func ascii(for scalar: UInt32) -> UInt8? {
    table[scalar]
  }

  private static let table = read(EmbeddedTable(named: "unicode/lookalikes.txt")?.bytes ?? [])

  /// Reads lines of a character, or `A-Z` for 26 in a row, and code points.
  private static func read(_ bytes: [UInt8]) -> [UInt32: UInt8] {
    var table: [UInt32: UInt8] = [:]
    for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
      let fields = line.split(separator: UInt8(ascii: " "))
      guard let first = fields.first?.first else { continue }
      let isAlphabet = fields[0].elementsEqual("A-Z".utf8)
      for field in fields.dropFirst() {
        guard let code = UInt32(String(decoding: field, as: UTF8.self), radix: 16) else { continue }
        for offset in 0..<UInt8(isAlphabet ? 26 : 1) {
          table[code + UInt32(offset)] = first + offset
        }
      }
    }
    return table
  }
}
