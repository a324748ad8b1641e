import TestKit
import Testing

@testable import Matching

@Suite struct PathNameTests {
  @Test func `names are brought to the form that the table says`() throws {
    for row in try table("paths.tsv", fields: 4) {
      let name = try PathName(row[0])
      #expect(name.text == row[1], "\(row[0])")
      #expect(name.parent?.text ?? "" == row[2], "parent of \(row[0])")
      #expect(name.lastComponent ?? "" == row[3], "last component of \(row[0])")
    }
  }

  @Test func `names lie within a root by whole components`() throws {
    for row in try table("within.tsv", fields: 3) {
      let answer = try PathName(row[0]).isWithin(PathName(row[1]))
      #expect(answer == (row[2] == "yes"), "\(row[0]) within \(row[1])")
    }
  }

  @Test func `the empty path and NUL are refused`() {
    #expect(throws: PathNameError.empty) { try PathName("") }
    #expect(throws: PathNameError.containsNUL(offset: 4)) { try PathName("/etc\0.txt") }
  }

  @Test func `appending resolves against a directory`() throws {
    let directory = try PathName("/srv/app")
    #expect(try directory.appending(PathName("../x")).text == "/srv/x")
    #expect(try directory.appending(PathName("/etc")).text == "/etc")
    #expect(try directory.appending(PathName("../../../..")).text == "/")
    #expect(try PathName("..").appending(PathName("../a")).text == "../../a")
  }

  @Test func `names are equal when their bytes are`() throws {
    #expect(try PathName("/a//b/") == PathName("/a/b"))
    #expect(try PathName("/caf\u{E9}") != PathName("/cafe\u{301}"))
    #expect(try !PathName("/cafe\u{301}/x").isWithin(PathName("/caf\u{E9}")))
  }

  @Test func `normal forms agree with CPython`() throws {
    guard let pairs = try Corpora.lines("path-traversal/normpath_cpython.jsonl") else { return }
    let differing = pairs.compactMap { pair -> String? in
      guard let input = pair["input"] as? String else { return "no input" }
      return (try? PathName(input).text) == pair["normpath"] as? String ? nil : "`\(input)`"
    }
    let complaint = try KnownDifferences("Matching/normpath-differences.txt").complaint(
      about: differing)
    #expect(complaint == nil)
  }

  @Test func `no payload leaves a root that its normal form lies within`() throws {
    guard let payloads = try Corpora.lines("path-traversal/payloads.jsonl") else { return }
    let root = try PathName("/srv/app")
    for payload in payloads.compactMap({ $0["payload"] as? String }) {
      guard let name = try? PathName(payload) else { continue }
      let resolved = root.appending(name)
      #expect(resolved.isAbsolute)
      #expect(!resolved.text.split(separator: "/").contains(".."), "\(payload)")
      #expect(try PathName(resolved.text) == resolved)
      let isBelow = resolved.text == "/srv/app" || resolved.text.hasPrefix("/srv/app/")
      #expect(resolved.isWithin(root) == isBelow, "\(payload)")
    }
  }
}
