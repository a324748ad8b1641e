import ActionModel
import Documents
import Foundation
import Policy
import TestKit
import Testing

/// Runs every file of Tests/Fixtures/Policy/broken, policies that are refused, and of Tests/Fixtures/Policy/lint, policies
/// that are taken with warnings; with all that is said about them.
///
/// What is expected stands at the end of each file, one problem a line after `#!`. A line `#@ file name` begins another
/// source. With `RECORD_FIXTURES` in the environment the expectations are written anew, to be read in the diff.
struct RefusalFixtureTests {
  @Test(arguments: try Fixtures.folders("Policy/broken"))
  func `refuses with every mistake, where it stands and what to do`(file: URL) throws {
    try check(file) { (sources) throws(DocumentErrors) in
      _ = try PolicySet.load(sources)
      return []
    }
  }

  @Test(arguments: try Fixtures.folders("Policy/lint"))
  func `warns of what is in order and hardly meant`(file: URL) throws {
    let tools = try KnownTools(
      tools: [("shell.exec", ["command"]), ("fs.read", ["path"]), ("fs.write", ["path"])].map {
        KnownTools.Tool(name: try #require(ToolPattern($0)), analysedArguments: $1)
      }, isComplete: true)
    try check(file) { (sources) throws(DocumentErrors) in
      try PolicySet.load(sources, tools: tools).warnings
    }
  }

  private func check(
    _ file: URL, _ load: ([DocumentSource]) throws(DocumentErrors) -> [DocumentProblem]
  ) throws {
    let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    let policy = lines.filter { !$0.hasPrefix("#!") }
    let expected = lines.filter { $0.hasPrefix("#! ") }.map { String($0.dropFirst(3)) }
    var found: [String] = []
    do throws(DocumentErrors) {
      found = try load(sources(policy)).map(\.description)
    } catch {
      found = error.problems.map(\.description)
    }
    if ProcessInfo.processInfo.environment["RECORD_FIXTURES"] != nil {
      let recorded = policy.joined(separator: "\n") + found.map { "#! \($0)\n" }.joined()
      try recorded.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    #expect(!found.isEmpty)
    #expect(found == expected)
  }

  private func sources(_ lines: [String]) -> [DocumentSource] {
    var parts: [(name: String, lines: [String])] = [("policy.yaml", [])]
    for line in lines {
      if line.hasPrefix("#@ file ") {
        parts.append((String(line.dropFirst("#@ file ".count)), []))
      } else {
        parts[parts.count - 1].lines.append(line)
      }
    }
    return parts.map {
      DocumentSource(name: $0.name, bytes: Array($0.lines.joined(separator: "\n").utf8))
    }
  }
}
