import Foundation
import ShellSyntax
import TestKit
import Testing

/// What scripts are read as; the cases stand in `Tests/Fixtures/ShellSyntax`.
///
/// `↵` stands for a line end and `⇥` for a tab.
@Suite struct TreeTests {
  private struct Case {
    let source: String
    let expected: String
  }

  @Test(arguments: ["words", "expansions", "commands", "redirections", "expressions", "posix"])
  func `each script is read as the tree its grammar gives`(name: String) throws {
    let cases = try cases(in: "\(name).trees")
    #expect(cases.count > 5)
    for item in cases {
      #expect(tree(of: item.source, dialect: name == "posix" ? .posix : .bash) == item.expected)
    }
  }

  @Test func `what is no script is refused at the byte that is wrong`() throws {
    let cases = try cases(in: "errors.trees")
    #expect(cases.count > 5)
    for item in cases { #expect(tree(of: item.source, dialect: .bash) == item.expected) }
  }

  @Test func `a null byte is refused`() throws {
    let failure = #expect(throws: ShellSyntaxError.self) {
      _ = try ShellScript(parsing: Array("echo \0".utf8)).body
    }
    #expect(failure?.position == 5)
  }

  /// The tree, or the place and the text of the error.
  private func tree(of source: String, dialect: ShellDialect) -> String {
    do {
      return TreeDump.text(of: try ShellScript(parsing: Array(source.utf8), dialect: dialect))
    } catch {
      return "\(error.position): \(error.message)"
    }
  }

  /// Reads pairs of lines: a script, and what is expected of it, indented.
  private func cases(in name: String) throws -> [Case] {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/ShellSyntax/\(name)")
    let lines = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n")
      .filter { !$0.isEmpty && !$0.hasPrefix("##") }
    return stride(from: 0, to: lines.count - 1, by: 2).map { index in
      Case(
        source: lines[index].replacing("↵", with: "\n").replacing("⇥", with: "\t"),
        expected: String(lines[index + 1].dropFirst(2)))
    }
  }
}
