import Documents
import Foundation
import Testing
import YAML

/// Promises about the forms in which problems are shown.
@Suite struct ProblemFormatTests {
  private let problems: [DocumentProblem] = {
    var list = ProblemList()
    let source = DocumentSource(name: "policies/a b,c:1.yaml", bytes: [])
    list.error(
      "`100%` is no id\nof any kind", in: source, at: YAMLPosition(line: 3, column: 7),
      hint: "use letters")
    list.warning(
      "always true", in: source, at: YAMLPosition(line: 4, column: 1), code: "always-true")
    return list.sorted
  }()

  private func written(_ format: ProblemFormat) -> String {
    format.write(problems, tool: "gatehouse", version: "1.2.3")
  }

  @Test func `text is a line a problem, as compilers write it`() {
    #expect(
      written(.text).hasSuffix("policies/a b,c:1.yaml:4:1: warning: always true\n"))
    #expect(ProblemFormat.text.write([], tool: "gatehouse", version: "1") == "")
  }

  @Test func `JSON has every member by its name`() throws {
    let list = try #require(
      try JSONSerialization.jsonObject(with: Data(written(.json).utf8)) as? [[String: Any]])
    #expect(list.map { $0["code"] as? String } == ["invalid", "always-true"])
    #expect(list.map { $0["line"] as? Int } == [3, 4])
    #expect(list[0]["hint"] as? String == "use letters")
    #expect(list[1]["hint"] == nil)
  }

  @Test func `SARIF names the tool, each rule once and the place of each result`() throws {
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(written(.sarif).utf8)) as? [String: Any])
    let run = try #require((report["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    #expect(report["version"] as? String == "2.1.0")
    #expect(driver["name"] as? String == "gatehouse")
    #expect(
      (driver["rules"] as? [[String: String]])?.map { $0["id"] } == ["always-true", "invalid"])
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.map { $0["level"] as? String } == ["error", "warning"])
    let location = try #require((results[0]["locations"] as? [[String: Any]])?.first)
    let place = try #require(location["physicalLocation"] as? [String: Any])
    #expect(
      (place["artifactLocation"] as? [String: String])?["uri"] == "policies/a%20b%2Cc%3A1.yaml")
    #expect((place["region"] as? [String: Int]) == ["startLine": 3, "startColumn": 7])
  }

  @Test func `a workflow's command holds no character that would end it`() {
    let lines = written(.github).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines[0]
        == "::error file=policies/a b%2Cc%3A1.yaml,line=3,col=7,title=invalid::`100%25` is no id%0Aof any kind (use letters)"
    )
  }
}
