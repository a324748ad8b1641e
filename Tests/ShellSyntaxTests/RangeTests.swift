import ShellSyntax
import TestKit
import Testing

/// Where the nodes of a tree stand.
@Suite struct RangeTests {
  @Test func `every node stands within its parent`() throws {
    guard let rows = try Corpora.lines("shell-developer/commands.jsonl") else { return }
    for row in rows {
      let text = Array((row["cmd"] as? String ?? "").utf8)
      guard let script = try? ShellScript(parsing: text) else { continue }
      let places = misplaced(in: script)
      #expect(places.isEmpty, "\(places) in \(row["cmd"] ?? "")")
    }
  }

  @Test func `what is read behind the source leads back to it`() throws {
    let source = "echo `echo \\`cat x\\` \\$y`"
    let script = try ShellScript(parsing: Array(source.utf8))
    let words = script.words.map { word in
      let range = script.sourceRange(of: word.range)
      return String(decoding: Array(source.utf8)[range], as: UTF8.self)
    }
    #expect(words.contains("cat") && words.contains("x") && words.contains("$y"))
    #expect(words.contains("\\`cat x\\`") == false)
  }

  @Test func `stripped tabs lead back to the source`() throws {
    let source = "cat <<-E\n\t\tone\n\ttwo $(three)\n\tE\n"
    let script = try ShellScript(parsing: Array(source.utf8))
    let body = try #require(script.hereDocuments.first).body
    #expect(String(decoding: script.text[body.range.range], as: UTF8.self) == "one\ntwo $(three)\n")
    let inner = try #require(script.words.first { script.text[$0.range.range].first == 0x74 })
    let range = script.sourceRange(of: inner.range)
    #expect(String(decoding: Array(source.utf8)[range], as: UTF8.self) == "three")
  }

  /// Names the children that reach out of their parents.
  private func misplaced(in script: ShellScript) -> [String] {
    var found: [String] = []
    func check(_ child: ByteRange, in parent: ByteRange, _ name: String) {
      if child.start < parent.start || child.end > parent.end { found.append(name) }
    }
    for list in script.lists {
      for pipeline in script.pipelines[list.pipelines] {
        check(pipeline.range, in: list.range, "pipeline")
      }
    }
    for pipeline in script.pipelines {
      for command in script.commands[pipeline.commands] {
        check(command.range, in: pipeline.range, "command")
      }
    }
    for command in script.commands {
      for redirection in script.redirections[command.redirections] {
        check(redirection.range, in: command.range, "redirection")
        check(redirection.target.range, in: redirection.range, "target")
      }
      guard case .simple(let assignments, let words) = command.kind else { continue }
      for word in script.words[words] { check(word.range, in: command.range, "word") }
      for assignment in script.assignments[assignments] {
        check(assignment.range, in: command.range, "assignment")
      }
    }
    for word in script.words {
      for part in script.parts[word.parts] { check(part.range, in: word.range, "part") }
    }
    for part in script.parts {
      guard case .doubleQuoted(let inner, _) = part.kind else { continue }
      for child in script.parts[inner] { check(child.range, in: part.range, "quoted part") }
    }
    return found
  }
}
