import EmbeddedTables
import Foundation
import TestKit
import Testing

@Suite struct EmbeddedTableTests {
  @Test func `every file of the folder is in the binary, byte for byte`() throws {
    let folder = Corpora.repository.appending(path: "Sources/CTables/Tables")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { !folder.appending(path: $0).hasDirectoryPath && $0.contains(".") }
    #expect(EmbeddedTable.all.map(\.name) == paths.sorted())
    for path in paths {
      let bytes = try [UInt8](Data(contentsOf: folder.appending(path: path)))
      #expect(EmbeddedTable(named: path)?.bytes == bytes, "\(path)")
    }
  }
  @Test func `lines are words, and comments and blank lines are none`() throws {
    let table = EmbeddedTable(name: "t", bytes: Array("# c\n\na  b\nc # d\n".utf8))
    var lines: [[String]] = []
    try table.readLines { words in
      lines.append(words)
      return true
    }
    #expect(lines == [["a", "b"], ["c", "#", "d"]])
  }

  @Test func `a line that means nothing is an error with its number`() {
    let table = EmbeddedTable(name: "t", bytes: Array("# c\nknown\nunknown\n".utf8))
    #expect(throws: EmbeddedTableError(table: "t", line: 3)) {
      try table.readLines { $0 == ["known"] }
    }
  }
}
