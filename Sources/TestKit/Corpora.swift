package import Foundation

/// Finds the outside test material: `$GATEHOUSE_CORPORA`, or `../shared/corpora` beside the checkout.
package enum Corpora {
  /// The repository's root folder, found from where this file was compiled.
  package static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static let root: URL =
    if let path = ProcessInfo.processInfo.environment["GATEHOUSE_CORPORA"] {
      URL(filePath: path)
    } else {
      repository.deletingLastPathComponent().appending(path: "shared/corpora")
    }

  /// Reads one file of a corpus; nil, having said so, where the corpora are absent.
  package static func file(_ path: String) -> Data? {
    guard let data = try? Data(contentsOf: root.appending(path: path)) else {
      print("skipped: corpora absent (\(path))")
      return nil
    }
    return data
  }

  /// Reads a corpus of JSON lines as dictionaries; nil, having said so, where the corpora are absent.
  package static func lines(_ path: String) throws -> [[String: Any]]? {
    guard let data = file(path) else { return nil }
    return try data.split(separator: UInt8(ascii: "\n")).map { line in
      try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any] ?? [:]
    }
  }
}

/// A checked-in list of outside cases that differ for a stated reason: it may only shrink.
///
/// Each line is `case id <two spaces> reason`; `#` starts a comment.
package struct KnownDifferences {
  package let ids: Set<String>

  /// Reads `Tests/Fixtures/<name>`.
  package init(_ name: String) throws {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/\(name)")
    let text = try String(contentsOf: url, encoding: .utf8)
    ids = Set(
      text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
        line.components(separatedBy: "  ").first
      })
  }

  /// Compares the cases that differ with the list, and says which are new and which no longer differ.
  package func complaint(about differing: some Collection<String>) -> String? {
    let differing = Set(differing)
    let new = differing.subtracting(ids).sorted()
    let mended = ids.subtracting(differing).sorted()
    guard !new.isEmpty || !mended.isEmpty else { return nil }
    return """
      \(new.count) cases differ that are not listed: \(new.prefix(20).joined(separator: ", "))
      \(mended.count) listed cases no longer differ, remove them: \(mended.prefix(20).joined(separator: ", "))
      """
  }
}
