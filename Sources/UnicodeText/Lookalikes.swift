internal import EmbeddedTables

/// The characters of other scripts that look like ASCII ones (`Tables/unicode/lookalikes.txt`).
struct Lookalikes {
  /// The table that is part of the product.
  static let shared = EmbeddedTable.required("unicode/lookalikes.txt", Lookalikes.init)

  /// The number of each page of 256 scalars, of which the first is empty; scalars beyond have no lookalike.
  private var pages: [UInt8] = Array(repeating: 0, count: 0x200)
  /// The ASCII characters, page by page; 0 where there is none.
  private var characters: [UInt8] = Array(repeating: 0, count: 0x100)

  /// Reads lines of a character, or `A-Z` for 26 in a row, and code points.
  init(_ table: EmbeddedTable) throws(EmbeddedTableError) {
    try table.readLines { add($0) }
  }

  private mutating func add(_ words: [String]) -> Bool {
    let isAlphabet = words[0] == "A-Z"
    guard words.count > 1, let first = words[0].utf8.first, isAlphabet || words[0].utf8.count == 1
    else { return false }
    for word in words.dropFirst() {
      guard let code = Int(word, radix: 16) else { return false }
      for offset in 0..<(isAlphabet ? 26 : 1) {
        guard add(code + offset, first + UInt8(offset)) else { return false }
      }
    }
    return true
  }

  private mutating func add(_ code: Int, _ character: UInt8) -> Bool {
    guard pages.indices.contains(code >> 8) else { return false }
    if pages[code >> 8] == 0 {
      pages[code >> 8] = UInt8(characters.count >> 8)
      characters += Array(repeating: 0, count: 0x100)
    }
    characters[Int(pages[code >> 8]) << 8 | code & 0xFF] = character
    return true
  }

  /// The ASCII character that a scalar looks like; nil where there is none.
  func ascii(for scalar: UInt32) -> UInt8? {
    let page = Int(scalar >> 8)
    guard page < pages.count, pages[page] != 0 else { return nil }
    let character = characters[Int(pages[page]) << 8 | Int(scalar & 0xFF)]
    return character == 0 ? nil : character
  }
}
