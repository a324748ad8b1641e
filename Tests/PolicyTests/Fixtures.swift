import Documents
import Foundation
import Policy
import TestKit

/// Finds policies among the test fixtures.
enum Fixtures {
  /// The folders in a folder of fixtures, by name.
  static func folders(_ path: String) throws -> [URL] {
    let root = Corpora.repository.appending(path: "Tests/Fixtures/\(path)")
    return try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
      .map { root.appending(path: $0) }
  }

  /// The YAML files of a folder, named by their last component.
  static func sources(in folder: URL) throws -> [DocumentSource] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".yaml") }
      .map { name in
        DocumentSource(name: name, bytes: Array(try Data(contentsOf: folder.appending(path: name))))
      }
  }
}
