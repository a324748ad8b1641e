import ActionModel
import EffectAnalysis
import Foundation
import TestKit
import Testing

@Suite("Effects of SQL")
struct SQLAnalyzerTests {
  @Test func `every text of the table has the effects that the table says`() throws {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/EffectAnalysis/sql.txt")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("# ") }
    #expect(lines.count > 60 && lines.count.isMultiple(of: 2))
    for index in stride(from: 0, to: lines.count, by: 2) {
      let parts = lines[index].components(separatedBy: "  ")
      try #require(parts.count == 2 && lines[index + 1].hasPrefix("  => "), "\(lines[index])")
      let effects = SQLAnalyzer.analyze(
        parts[1], dialect: parts[0] == "-" ? nil : parts[0], argument: "/sql")
      #expect("  => " + summary(of: effects) == lines[index + 1], "\(lines[index])")
    }
  }

  private func summary(of effects: Effects) -> String {
    var parts = effects.all.map { "\($0.kind.rawValue) \($0.target)" }
    if !effects.gaps.isEmpty { parts.append("gap") }
    return ([effects.reversibility.rawValue] + [parts.joined(separator: ", ")])
      .filter { !$0.isEmpty }.joined(separator: " ")
  }

  @Test func `evidence is the place in the argument`() throws {
    let text = "SELECT a FROM public.users"
    let effects = SQLAnalyzer.analyze(text, dialect: "postgresql", argument: "/sql")
    let evidence = try #require(effects.all.first?.evidence)
    #expect(evidence == Evidence(argument: "/sql", bytes: 14..<26))
  }

  @Test func `passwords in connections are never among the targets`() {
    let texts = [
      ("postgresql", "SELECT dblink_connect('host=a.example password=hunter2')"),
      ("postgresql", "CREATE SUBSCRIPTION s CONNECTION 'password=hunter2 host=b' PUBLICATION p"),
      ("postgresql", "SELECT dblink_connect('postgres://u:hunter2@c.example/db')"),
      ("tsql", "SELECT * FROM OPENROWSET('x', 'server=d;uid=sa;pwd=hunter2', 'select 1')"),
      ("mysql", "CREATE TABLE t (a int) CONNECTION = 'mysql://u:hunter2@e.example/db'"),
    ]
    for (dialect, text) in texts {
      let effects = SQLAnalyzer.analyze(text, dialect: dialect, argument: "")
      #expect(effects.all.contains { $0.kind == .connects }, "\(text)")
      #expect(!effects.all.contains { "\($0.target)".contains("hunter2") }, "\(text)")
    }
  }
}
