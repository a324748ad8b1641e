import EmbeddedTables
import Testing

@testable import EffectAnalysis

@Suite struct CommandTableTests {
  @Test func `every table that ships reads without a fault`() throws {
    let table = try CommandTable.standard()
    #expect(table.nameCount >= 700)
  }

  @Test func `calls mean what the cases say`() throws {
    let table = try CommandTable.standard()
    let cases = try CommandCase.all()
    for example in cases {
      let reading = table.read(example.call)
      let written = reading?.written ?? ["not described"]
      #expect(written == example.expected, "\(example.place)")
    }
    #expect(cases.count >= 150)
  }
}
