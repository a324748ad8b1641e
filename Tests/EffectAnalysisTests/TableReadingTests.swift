import EmbeddedTables
import Testing

@testable import EffectAnalysis

/// A line that a table would skip is something that the analysis would not know.
@Suite struct TableReadingTests {
  @Test(arguments: [
    "address private 10.0.0.0/33", "address nowhere 10.0.0.0/8", "carries", "suffix private",
    "names private a.example",
  ])
  func `a line of hosts that says nothing is an error`(line: String) {
    #expect(throws: EmbeddedTableError(table: "hosts", line: 1)) {
      try HostTable(EmbeddedTable(name: "hosts", bytes: Array(line.utf8)))
    }
  }

  @Test(arguments: [
    "verb reads reversible", "verb peeks reversible get", "noun spends never payment",
    "argument place path", "argument path", "adverb quickly",
  ])
  func `a line of words that says nothing is an error`(line: String) {
    #expect(throws: EmbeddedTableError(table: "words", line: 1)) {
      try ToolWords(EmbeddedTable(name: "words", bytes: Array(line.utf8)))
    }
  }
}
