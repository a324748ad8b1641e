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
}
