import Foundation
import TestKit

/// The rows of a table in `Tests/Fixtures/Matching`: one a line, fields separated by tabs, `#` starts a comment.
///
/// `␀`, `␊` and `␉` stand for NUL, newline and tab, and `∅` for the empty text.
func table(_ name: String, fields: Int) throws -> [[String]] {
  let url = Corpora.repository.appending(path: "Tests/Fixtures/Matching/\(name)")
  let text = try String(contentsOf: url, encoding: .utf8)
  let rows = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
    line.split(separator: "\t", omittingEmptySubsequences: false).map { plain(String($0)) }
  }
  guard !rows.isEmpty, rows.allSatisfy({ $0.count == fields }) else {
    throw MalformedTable(name: name)
  }
  return rows
}

private func plain(_ field: String) -> String {
  if field == "∅" { return "" }
  return field.replacing("␀", with: "\0").replacing("␊", with: "\n").replacing("␉", with: "\t")
}

struct MalformedTable: Error {
  let name: String
}

/// Repeatable randomness (SplitMix64), so that a failure comes again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
