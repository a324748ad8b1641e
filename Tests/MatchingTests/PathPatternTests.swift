import Testing

@testable import Matching

@Suite struct PathPatternTests {
  @Test func `patterns match, meet and cover what the table says`() throws {
    for row in try table("path-patterns.tsv", fields: 4) {
      let pattern = try PathPattern(row[0])
      #expect(pattern.matches(row[1]) == row[2].contains("itself"), "\(row[0]) matches \(row[1])")
      #expect(
        pattern.mayMatch(within: row[1]) == row[2].contains("some"), "\(row[0]) meets \(row[1])")
      #expect(
        pattern.coversTree(row[1]) == row[2].contains("all"), "\(row[0]) covers \(row[1])")
      #expect(row[3].isEmpty)
    }
  }

  @Test func `relations between patterns are what the table says`() throws {
    for row in try table("path-relations.tsv", fields: 4) {
      let left = try PathPattern(row[0])
      let right = try PathPattern(row[1])
      #expect(left.mayIntersect(right) == (row[2] == "meet"), "\(left) meets \(right)")
      #expect(right.mayIntersect(left) == (row[2] == "meet"), "\(right) meets \(left)")
      #expect(left.covers(right) == (row[3] == "covers"), "\(left) covers \(right)")
    }
  }

  @Test func `a pattern that could not match an absolute path is refused`() {
    let refused = [
      "*.env", "src/main.c", "~/.ssh", "", "./a", "{/a,b}", "/*/../etc", "**/../x", "/a\0b",
    ]
    for pattern in refused {
      #expect(throws: GlobError.self, "\(pattern)") { try PathPattern(pattern) }
    }
  }

  @Test func `text that is no path matches nothing, may meet anything and is covered by nothing`()
    throws
  {
    let all = try PathPattern("**")
    for text in ["", "/a\0b"] {
      #expect(!all.matches(text))
      #expect(all.mayMatch(within: text))
      #expect(!all.coversTree(text))
    }
  }

  @Test func `intricate patterns are told apart without following every choice`() throws {
    // A deterministic automaton for the first has a state for every choice of a or b in eighteen places.
    let tail = String(repeating: "?", count: 18)
    let either = try Glob("{**a,**b}" + tail)
    let one = try Glob("**[ab]" + tail)
    var covers = false
    let time = ContinuousClock().measure { covers = either.covers(one) }
    #expect(covers)
    #expect(time < .seconds(10))
    // These have nothing in common, but a great many ways to find out.
    let many = "{**,a}" + String(repeating: "{*x,?[a-f]}", count: 4)
    let long = String(repeating: "*?[a-m]", count: 8)
    let left = try Glob(many + long + "y")
    let right = try Glob(long + many + "z")
    var meets = true
    let spent = ContinuousClock().measure { meets = left.mayIntersect(right) }
    #expect(!meets)
    #expect(spent < .seconds(10))
  }
}
