import ActionModel
import Foundation
import TestKit
import Testing

@testable import EffectAnalysis

@Suite struct PathResolverTests {
  private static let project = "/home/ann/project"

  /// Lines of a fixture, each `path <tab> target`; parts that are not known are written `<*.c>`, `<below>`, `<any>`.
  private static func table(_ name: String) throws -> [[String]] {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/EffectAnalysis/paths/\(name)")
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map { $0.components(separatedBy: "\t") }
  }

  private static func word(_ text: String) -> Word {
    var parts: [Word.Part] = []
    for (index, piece) in text.split(
      omittingEmptySubsequences: false, whereSeparator: { "<>".contains($0) }
    )
    .enumerated() {
      if index.isMultiple(of: 2) {
        if !piece.isEmpty { parts.append(.text(String(piece))) }
      } else {
        switch piece {
        case "below": parts.append(.below)
        case "any": parts.append(.anything)
        default: parts.append(.segment(String(piece)))
        }
      }
    }
    return Word(parts: parts, bytes: 0..<text.utf8.count)
  }

  @Test func `each way to write a path comes to its one form`() throws {
    let resolver = PathResolver(home: "/home/ann")
    for row in try Self.table("spellings.tsv") {
      let resolved = resolver.resolve(Self.word(row[0]), from: [.text(Self.project)])
      #expect(resolved.target.description == row[1], "\(row[0])")
      #expect(resolved.isLexical)
    }
  }

  @Test func `a path whose directory is not known may be anywhere`() {
    let resolver = PathResolver(home: nil)
    #expect(resolver.resolve(text: "x", from: nil).target == .unknown)
    #expect(resolver.resolve(text: "/x", from: nil).target == .exact("/x"))
    #expect(resolver.resolve(text: "x", from: "relative").target == .unknown)
    let below = resolver.resolve(Self.word("x/<*.c>"), from: [.text("/a/"), .below])
    #expect(below.target.description == "/a/**/x/*.c")
    #expect(resolver.resolve(Self.word("x"), from: [.text("/a/"), .anything]).target == .unknown)
    #expect(resolver.resolve(Self.word(".."), from: [.text("/a/b")]).target == .exact("/a"))
  }

  @Test func `a tree takes in what is below`() {
    let resolver = PathResolver(home: nil)
    let tree = resolver.resolve(Self.word("x"), from: [.text("/a")], isTree: true)
    #expect(tree.target == .tree("/a/x"))
    let glob = resolver.resolve(Self.word("<*>.d"), from: [.text("/a")], isTree: true)
    #expect(glob.target.description == "{/a/*.d,/a/*.d/**}")
  }

  @Test func `file systems with other rules for names get one spelling too`() {
    let names = FileNameRules(ignoresCase: true, normalizesUnicode: true)
    let resolver = PathResolver(home: nil, names: names)
    #expect(resolver.resolve(text: "/ETC/Passwd", from: nil).target == .exact("/etc/passwd"))
    #expect(resolver.resolve(text: "/e\u{301}", from: nil).target == .exact("/\u{E9}"))
  }

  @Test func `a path comes to the form that CPython brings it to`() throws {
    guard let rows = try Corpora.lines("path-traversal/normpath_cpython.jsonl") else { return }
    let resolver = PathResolver(home: nil)
    var differing: [String] = []
    for row in rows {
      guard let input = row["input"] as? String, let normal = row["normpath"] as? String else {
        continue
      }
      let directory = "/a/b/c"
      // Three directories down, where no `..` of the cases reaches the root.
      let expected = normal.hasPrefix("/") ? normal : resolvedSimply(directory, normal)
      if resolver.resolve(text: input, from: directory).target != .exact(expected) {
        differing.append(input)
      }
    }
    let known = try KnownDifferences("EffectAnalysis/paths/normpath-differences.txt")
    #expect(known.complaint(about: differing) == nil)
  }

  /// An oracle for `directory/normal`, where `..` stands only in front.
  private func resolvedSimply(_ directory: String, _ normal: String) -> String {
    var names = directory.split(separator: "/")
    for name in normal.split(separator: "/") where name != "." {
      if name == ".." { _ = names.popLast() } else { names.append(name) }
    }
    return "/" + names.joined(separator: "/")
  }
}
