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

  @Test func `covering gives up on intricate patterns rather than taking long`() throws {
    // Telling these apart needs a set of states for every choice of places: two to the eighteenth.
    let late = try Glob("**a" + String(repeating: "?", count: 18))
    let later = try Glob("**a" + String(repeating: "[!b]", count: 18))
    let clock = ContinuousClock()
    let spent = clock.measure { _ = late.covers(later) }
    #expect(spent < .seconds(10))
    #expect(late.mayIntersect(later))
  }
}
