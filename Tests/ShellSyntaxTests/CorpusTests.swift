import Foundation
import ShellSyntax
import TestKit
import Testing

/// Scripts of others, judged by bash itself (`bash -n`).
@Suite struct CorpusTests {
  @Test func `what bash accepts is read and what it refuses is refused`() throws {
    guard let cases = try Corpora.lines("shell-syntax/cases.jsonl") else { return }
    let judged = cases.filter { scored($0) }
    let differing = judged.filter { isRead(source(of: $0)) != accepts($0) }
    let known = try KnownDifferences("ShellSyntax/judgement-differences")
    let complaint = known.complaint(about: differing.compactMap { $0["id"] as? String })
    #expect(complaint == nil)
    print("shell-syntax: \(judged.count - differing.count) of \(judged.count) as bash judges")
  }

  @Test func `scripts that mean the same have the same tree`() throws {
    guard let cases = try Corpora.lines("shell-syntax/cases.jsonl") else { return }
    var trees: [String: String] = [:]
    var differing: [String] = []
    for row in cases {
      guard let group = row["same_tree_group"] as? Int, let id = row["id"] as? String,
        row["expect_bash"] as? String != "not-bash",
        let script = try? ShellScript(parsing: source(of: row))
      else { continue }
      let key = "\(id.split(separator: "/").dropLast(2).joined(separator: "/"))/\(group)"
      let tree = TreeDump.text(of: script)
      if trees[key, default: tree] != tree {
        differing.append(id)
      }
      trees[key] = trees[key] ?? tree
    }
    let known = try KnownDifferences("ShellSyntax/tree-differences")
    #expect(known.complaint(about: differing) == nil)
  }

  @Test(arguments: ["shell-developer", "shell-bashfuscator"])
  func `every command that bash accepts is read`(corpus: String) throws {
    guard let rows = try Corpora.lines("\(corpus)/commands.jsonl") else { return }
    var refused: [String] = []
    var readOfRefused = 0
    for row in rows {
      let text = row["cmd"] as? String ?? ""
      let isRead = isRead(Array(text.utf8))
      if row["bash_n_ok"] as? Bool == true {
        if !isRead { refused.append(text) }
      } else if isRead {
        readOfRefused += 1
      }
    }
    #expect(refused.isEmpty, "\(refused.prefix(5))")
    print("\(corpus): \(readOfRefused) read that bash refuses, of \(rows.count)")
  }

  /// 30 of 5320 are refused, by bash as well: quotes without a mate, prose.
  @Test func `nearly every command that people wrote is read`() throws {
    guard let rows = try Corpora.lines("shell-nl2bash/commands.jsonl") else { return }
    let refused = rows.filter { !isRead(Array(($0["cmd"] as? String ?? "").utf8)) }
    #expect(refused.count * 100 < rows.count)
  }

  // MARK: Rows

  private func source(of row: [String: Any]) -> [UInt8] {
    Data(base64Encoded: row["input_b64"] as? String ?? "").map { Array($0) } ?? []
  }

  private func accepts(_ row: [String: Any]) -> Bool { row["bash_5_2_n_accepts"] as? Bool == true }

  /// Where the corpus' two oracles differ, neither is right for certain.
  private func scored(_ row: [String: Any]) -> Bool {
    let expected = row["expect_bash"] as? String ?? ""
    return expected.hasPrefix("accept") == accepts(row)
  }

  private func isRead(_ source: [UInt8]) -> Bool {
    (try? ShellScript(parsing: source)) != nil
  }
}
