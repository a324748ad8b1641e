import Synchronization
import Testing

@testable import Matching

@Suite struct GlobTests {
  @Test func `patterns match what the table says`() throws {
    for row in try table("globs.tsv", fields: 3) {
      #expect(try Glob(row[0]).matches(row[1]) == (row[2] == "yes"), "\(row[0]) against \(row[1])")
    }
  }

  @Test func `malformed patterns are refused with the place and what to write instead`() throws {
    for row in try table("glob-errors.tsv", fields: 3) {
      let error = #expect(throws: GlobError.self) { try Glob(row[0]) }
      #expect(error?.offset == Int(row[1]), "\(row[0])")
      #expect(
        error?.description.contains(row[2]) == true, "\(row[0]): \(String(describing: error))")
    }
  }

  @Test func `patterns are bounded in length and in alternatives`() throws {
    let longest = String(repeating: "a", count: Glob.maximumLength)
    #expect(throws: GlobError.self) { try Glob(longest + "a") }
    #expect(throws: GlobError.self) { try Glob(String(repeating: "{a,b}", count: 7)) }
    _ = try Glob(String(repeating: "{a,b}", count: 6))
    // Sixty-four alternatives that are long as well would need more states than there are.
    let error = #expect(throws: GlobError.self) {
      try Glob(String(repeating: "{a,b}", count: 6) + String(repeating: "x*", count: 20))
    }
    #expect(error?.problem == .tooManyAlternatives)
  }

  @Test func `a pattern longer than a word of states matches like a short one`() throws {
    let name = String(repeating: "directory/", count: 20)
    let glob = try Glob("*/" + name + "**/x?z")
    #expect(glob.matches("a/" + name + "xyz"))
    #expect(glob.matches("a/" + name + "b/c/xéz"))
    #expect(!glob.matches("a/" + name + "b/c/xz"))
    #expect(!glob.matches("a/b/" + name + "xyz"))
    #expect(try glob.covers(Glob("*/" + name + "q/x[a-c]z")))
    #expect(try !glob.covers(Glob("*/" + name + "q/x*z")))
    #expect(try glob.mayIntersect(Glob("**/q/x*")))
    #expect(try !glob.mayIntersect(Glob("**/q/y*")))
  }

  @Test func `equal text in another Unicode form is another name and another pattern`() throws {
    #expect(try !Glob("caf\u{E9}*").matches("cafe\u{301}"))
    #expect(try Glob("caf\u{E9}") != Glob("cafe\u{301}"))
  }

  @Test func `matching takes one step a character whatever the pattern`() throws {
    let hostile = [
      "**/**/*", "**/*a*/**/*a*/**/*b", "*a*a*a*a*a*a*a*b", "{**/,a**}*{a*,**}b",
      "**a**a**a**b", "?*?*?*?*b", "**/a/**/a/**/a/**/b",
    ]
    for pattern in hostile {
      let branches = try GlobParser.parse(pattern, separator: "/")
        .map { GlobBranch($0, separator: "/") }
      let automaton = GlobAutomaton<CountingBits>(branches, separator: "/")
      for length in [10, 100, 1000, 10_000] {
        let text = String(repeating: "a/", count: length / 2)
        let before = CountingBits.steps.load(ordering: .relaxed)
        _ = automaton.matches(text.utf8Span.span, in: 0..<text.utf8.count)
        let steps = CountingBits.steps.load(ordering: .relaxed) - before
        #expect(steps <= length, "\(pattern), \(length) bytes")
      }
    }
  }
}

/// State bits that count how often all states have been moved on.
private struct CountingBits: StateBits {
  static let steps = Atomic<Int>(0)
  static var capacity: Int { 64 }

  private var bits: UInt64

  init() { bits = 0 }
  private init(_ bits: UInt64) { self.bits = bits }

  var isEmpty: Bool { bits.isEmpty }
  mutating func insert(_ state: Int) { bits.insert(state) }
  func contains(_ state: Int) -> Bool { bits.contains(state) }
  func intersection(_ other: Self) -> Self { Self(bits & other.bits) }
  func union(_ other: Self) -> Self { Self(bits | other.bits) }
  func subtracting(_ other: Self) -> Self { Self(bits & ~other.bits) }
  var advanced: Self {
    Self.steps.add(1, ordering: .relaxed)
    return Self(bits << 1)
  }
}
