internal import EmbeddedTables

/// The characters of other scripts that look like ASCII ones (`Tables/unicode/lookalikes.txt`).
struct Lookalikes {
  /// The table that is part of the product.
  static let shared = Lookalikes(EmbeddedTable(named: "unicode/lookalikes.txt")?.bytes ?? [])

  /// The number of each page of 256 scalars, of which the first is empty; scalars beyond have no lookalike.
  private var pages: [UInt8] = Array(repeating: 0, count: 0x200)
  /// The ASCII characters, page by page; 0 where there is none.
  private var characters: [UInt8] = Array(repeating: 0, count: 0x100)

  /// Reads lines of a character, or `A-Z` for 26 in a row, and code points.
  init(_ bytes: [UInt8]) {
    for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
      let fields = line.split(separator: UInt8(ascii: " "))
      guard let first = fields.first?.first else { continue }
      let isAlphabet = fields[0].elementsEqual("A-Z".utf8)
      for field in fields.dropFirst() {
        guard let code = Int(String(decoding: field, as: UTF8.self), radix: 16) else { continue }
        for offset in 0..<(isAlphabet ? 26 : 1) { add(code + offset, first + UInt8(offset)) }
      }
    }
  }

  private mutating func add(_ code: Int, _ character: UInt8) {
    guard pages.indices.contains(code >> 8) else { return }
    if pages[code >> 8] == 0 {
      pages[code >> 8] = UInt8(characters.count >> 8)
      characters += Array(repeating: 0, count: 0x100)
    }
    characters[Int(pages[code >> 8]) << 8 | code & 0xFF] = character
  }

  /// The ASCII character that a scalar looks like; nil where there is none.
  func ascii(for scalar: UInt32) -> UInt8? {
    let page = Int(scalar >> 8)
    guard page < pages.count, pages[page] != 0 else { return nil }
    let character = characters[Int(pages[page]) << 8 | Int(scalar & 0xFF)]
    return character == 0 ? nil : character
  }
}
