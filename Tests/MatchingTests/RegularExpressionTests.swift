import Testing

@testable import Matching

@Suite struct RegularExpressionTests {
  @Test func `matches anywhere unless anchored`() throws {
    #expect(try RegularExpression("b+").matches("abbc"))
    #expect(try !RegularExpression("^b").matches("abbc"))
    #expect(try !RegularExpression("c$").matches("abc\n"))
    #expect(try RegularExpression("").matches(""))
  }

  @Test func `works on Unicode scalars`() throws {
    #expect(try RegularExpression("^.$").matches("é"))
    #expect(try RegularExpression("^\\pL+$").matches("Привет"))
    #expect(try RegularExpression("(?i)straße").matches("STRAßE"))
    #expect(try RegularExpression("ü").firstMatch(in: "xü") == 1..<3)
  }

  @Test func `NUL and newline in pattern and text are plain characters`() throws {
    #expect(try RegularExpression("a\0b").matches("xa\0by"))
    #expect(try !RegularExpression("^a$").matches("a\0"))
    #expect(try !RegularExpression("^a$").matches("b\na\n"))
  }

  @Test func `finds the leftmost match`() throws {
    let expression = try RegularExpression("b+")
    #expect(expression.firstMatch(in: "abbcbbb") == 1..<3)
    #expect(expression.firstMatch(in: "xyz") == nil)
    #expect(try RegularExpression("").firstMatch(in: "") == 0..<0)
  }

  @Test func `finds matches one after another`() throws {
    let expression = try RegularExpression("\\bb+")
    #expect(expression.firstMatch(in: "b abb bb", from: 1) == 6..<8)
    #expect(expression.firstMatch(in: "b abb bb", from: 7) == nil)
    #expect(expression.firstMatch(in: "b", from: 1) == nil)
    #expect(expression.firstMatch(in: "b", from: 2) == nil)
  }

  @Test func `malformed patterns are refused in RE2's words`() {
    let refused = [
      ("(a", "missing )"), ("[z-a]", "invalid character class range"), ("*a", "no argument"),
      ("(?=a)", "invalid perl operator"), ("(a)\\1", "invalid escape"), ("a{1001}", "repetition"),
      ("(?P<n", "invalid named capture"), ("\\", "trailing"),
    ]
    for (pattern, words) in refused {
      let error = #expect(throws: RegularExpressionError.self, "\(pattern)") {
        try RegularExpression(pattern)
      }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
  }

  @Test func `patterns are bounded in length and memory`() {
    let huge = [
      String(repeating: "a", count: RegularExpression.maximumLength + 1),
      "((a{100}){100}){100}", "\\pL{1000}\\pN{1000}\\pL{1000}",
    ]
    for pattern in huge {
      #expect(throws: RegularExpressionError.self, "\(pattern.prefix(20))") {
        try RegularExpression(pattern)
      }
    }
  }

  @Test func `a pattern nested as deeply as its length allows is no danger to the stack`() throws {
    let depth = RegularExpression.maximumLength / 2
    let nested = String(repeating: "(", count: depth) + String(repeating: ")", count: depth)
    #expect(try RegularExpression(nested).matches("a"))
  }

  @Test func `patterns that make others backtrack stay fast`() throws {
    let text = String(repeating: "a", count: 100_000) + "!"
    for pattern in ["(a+)+$", "(a|a)+$", "(a|aa)+$", "(.*a){12}$", "^(([a-z])+.)+[A-Z]([a-z])+$"] {
      let expression = try RegularExpression(pattern)
      let spent = ContinuousClock().measure { #expect(!expression.matches(text)) }
      #expect(spent < .seconds(5), "\(pattern)")
    }
  }

  @Test func `one expression serves many tasks at once`() async throws {
    let expression = try RegularExpression("(x+x+)+y")
    let text = String(repeating: "x", count: 500)
    await withTaskGroup(of: Bool.self) { group in
      for index in 0..<32 {
        group.addTask { expression.matches(index.isMultiple(of: 2) ? text : text + "y") }
      }
      var count = 0
      for await matches in group where matches { count += 1 }
      #expect(count == 16)
    }
  }
}

@Suite struct RegularExpressionSetTests {
  @Test func `names the patterns that match, in order`() throws {
    let set = try RegularExpressionSet(["z$", "^a", "b", "q", "a.*z"])
    #expect(set.matches(in: "abz") == [0, 1, 2, 4])
    #expect(set.matches(in: "xyz") == [0])
    #expect(set.matches(in: "") == [])
    #expect(try RegularExpressionSet([]).matches(in: "a") == [])
    #expect(try RegularExpressionSet(["", "a"]).matches(in: "") == [0])
  }

  @Test func `refuses the whole set for one bad pattern, and names it`() {
    let error = #expect(throws: RegularExpressionError.self) {
      try RegularExpressionSet(["a", "(b"])
    }
    #expect(error?.pattern == "(b")
    #expect(throws: RegularExpressionError.self) {
      try RegularExpressionSet(
        Array(repeating: "a", count: RegularExpressionSet.maximumCount + 1))
    }
  }

  @Test func `refuses patterns that are taken alone but too large together`() {
    let patterns = ["a", "b", "c", "d", "e", "f"].map { "^\($0)\\pL{100}$" }
    let error = #expect(throws: RegularExpressionError.self) { try RegularExpressionSet(patterns) }
    #expect(error?.problem == .setTooLarge)
  }

  @Test func `answers the same when its cache of states has to be thrown away`() throws {
    // A deterministic automaton for each of these has some 2^14 states, more than the cache holds for all.
    let patterns = (0..<24).map { "\(letter($0))[a-z]{14}\(letter($0 + 1))[a-z]*[0-9]" }
    let set = try RegularExpressionSet(patterns)
    var generator = SeededGenerator(seed: 4)
    let letters = (0..<20_000).map { _ in letter(Int.random(in: 0..<26, using: &generator)) }
    let text = String(letters) + "7"
    let expected = try patterns.indices.filter { try RegularExpression(patterns[$0]).matches(text) }
    #expect(set.matches(in: text) == expected)
    #expect(!expected.isEmpty)
  }

  private func letter(_ index: Int) -> Character {
    Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(index)))
  }
}
