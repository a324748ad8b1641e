import ActionModel
import EmbeddedTables
import Foundation
import TestKit
import Testing

@testable import EffectAnalysis

/// One case of the fixtures: a script, and what it would do.
///
/// ```
/// $ rm /x
///   deletes /x
///   irreversible
/// ```
///
/// A script goes on after `| `. Effects are listed all, but for what is read, loaded and executed without harm; `gap`
/// says that something is not understood, and `more` that further effects do not matter.
struct ShellCase {
  var script: String
  var expected: Set<String> = []

  static func read(_ name: String) throws -> [ShellCase] {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/EffectAnalysis/shell/\(name).txt")
    var cases: [ShellCase] = []
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
      if line.hasPrefix("$ ") {
        cases.append(ShellCase(script: String(line.dropFirst(2))))
      } else if line.hasPrefix("| ") {
        cases[cases.count - 1].script += "\n" + line.dropFirst(2)
      } else if line.hasPrefix("  ") {
        cases[cases.count - 1].expected.insert(String(line.dropFirst(2)))
      }
    }
    return cases
  }

  /// What is wrong with the effects; nil where nothing is.
  func complaint(about effects: Effects) -> String? {
    var found: Set<String> = []
    for effect in effects.all { found.insert("\(effect.kind.rawValue) \(effect.target)") }
    var wrong: [String] = []
    let levels = Set(Effects.Reversibility.allCases.map(\.rawValue))
    for line in expected.sorted() where line != "gap" && line != "more" {
      if levels.contains(line) {
        if effects.reversibility.rawValue != line { wrong.append("is \(effects.reversibility)") }
      } else if !found.contains(line) {
        wrong.append("lacks: \(line)")
      }
    }
    if expected.contains("gap") == effects.gaps.isEmpty {
      wrong.append("gaps: \(effects.gaps.map(\.why))")
    }
    let harmless: Set<String> = ["reads", "loads", "executes"]
    for line in found.subtracting(expected).sorted() where !expected.contains("more") {
      let kind = String(line.prefix { $0 != " " })
      if !harmless.contains(kind) || line.hasSuffix(" unknown") { wrong.append("has: \(line)") }
    }
    return wrong.isEmpty ? nil : "\(script)\n  \(wrong.joined(separator: "\n  "))"
  }
}

/// An analyser with the tables of the product, and the scene of the fixtures.
enum ShellBench {
  static let analyzer = Result {
    ShellAnalyzer(
      table: try CommandTable.standard(own: []),
      code: try CodeReader(tables: EmbeddedTable.all(below: "code/")))
  }

  static let scene = Scene(
    directory: "/home/ann/project", home: "/home/ann", projects: ["/home/ann/project"])

  /// How many steps it takes to analyse a script.
  static func steps(_ script: String) throws -> Int {
    var budget = EvaluationBudget()
    _ = try analyzer.get().analyze(script, argument: "", scene: scene, budget: &budget)
    return budget.steps
  }

  static func analyze(_ script: String, in scene: Scene = scene) throws -> Effects {
    var budget = EvaluationBudget()
    return try analyzer.get()
      .analyze(script, argument: "/command", scene: scene, budget: &budget)
  }
}

@Suite struct ShellEffectsTests {
  @Test(
    arguments: [
      "constants", "ways", "directories", "decoding", "flows", "variables", "limits", "fooling",
      "again", "names", "settings",
    ])
  func `the effects of a script are what it would do`(file: String) throws {
    var complaints: [String] = []
    let cases = try ShellCase.read(file)
    for test in cases {
      if let complaint = test.complaint(about: try ShellBench.analyze(test.script)) {
        complaints.append(complaint)
      }
    }
    #expect(!cases.isEmpty)
    #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
  }
}
