import CTables

/// A data file that is part of the binary: a table that would be too long for source code.
package struct EmbeddedTable: Sendable {
  /// The file's path below `Sources/CTables/Tables`.
  package let name: String
  package let bytes: [UInt8]

  /// Makes a table of a text at hand, for tests of those who read tables.
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// Every table whose path begins with a prefix, in the order of their paths.
  package static func all(below prefix: String) -> [EmbeddedTable] {
    tables(where: { $0.hasPrefix(prefix) }).sorted { $0.name < $1.name }
  }

  /// All tables, sorted by path.
  package static var all: [EmbeddedTable] { all(below: "") }

  /// The table of that path; nil where there is none.
  package init?(named name: String) {
    guard let table = Self.tables(where: { $0 == name }).first else { return nil }
    self = table
  }

  /// The tables whose paths are wanted; no others are copied.
  private static func tables(where isWanted: (_ name: String) -> Bool) -> [EmbeddedTable] {
    var tables: [EmbeddedTable] = []
    var index = 0
    while true {
      // SAFETY: names are terminated constants, and the bytes of a table are as many as it says, for ever.
      let table = unsafe ctable_at(index)
      guard let text = unsafe table.name else { return tables }
      let name = unsafe String(cString: text)
      if isWanted(name) {
        let bytes = unsafe UnsafeBufferPointer(start: table.bytes, count: table.count)
        unsafe tables.append(EmbeddedTable(name: name, bytes: Array(bytes)))
      }
      index += 1
    }
  }
}
