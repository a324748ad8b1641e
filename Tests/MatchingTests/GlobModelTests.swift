import Testing

@testable import Matching

/// Holds globs against a plain backtracking matcher, over every short text of a small alphabet.
@Suite struct GlobModelTests {
  private static let texts: [String] = {
    var all = [""]
    var longest = [""]
    for _ in 0..<5 {
      longest = longest.flatMap { text in ["a", "b", "c", "/"].map { text + $0 } }
      all += longest
    }
    return all
  }()

  private static func randomPattern(_ generator: inout SeededGenerator) -> String {
    let pieces = ["a", "b", "/", "*", "**", "?", "[!a]", "**/", "/**/", "*", "/"]
    let count = Int.random(in: 1...4, using: &generator)
    return (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "a" }.joined()
  }

  private static func matchingTexts(_ glob: Glob) -> Set<Int> {
    Set(texts.indices.filter { glob.matches(texts[$0]) })
  }

  @Test func `matching agrees with backtracking on every short text`() throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<80 {
      let pattern = Self.randomPattern(&generator)
      let glob = try Glob(pattern)
      let tokens = try GlobParser.parse(pattern, separator: "/")[0]
      let wrong = Self.texts.filter { text in
        glob.matches(text) != backtrack(tokens[...], Array(text.unicodeScalars)[...], true)
      }
      #expect(wrong.isEmpty, "\(pattern) on \(wrong.prefix(3))")
    }
  }

  @Test func `relations agree with the texts that match`() throws {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<40 {
      let left = try Glob(Self.randomPattern(&generator))
      let leftTexts = Self.matchingTexts(left)
      for _ in 0..<10 {
        let right = try Glob(Self.randomPattern(&generator))
        let rightTexts = Self.matchingTexts(right)
        let meet = !leftTexts.isDisjoint(with: rightTexts)
        // Patterns of four pieces that meet at all do so within five characters, or both are longer than that.
        if meet
          || (!leftTexts.isEmpty && !rightTexts.isEmpty && left.program.isShort
            && right.program.isShort)
        {
          #expect(left.mayIntersect(right) == meet, "\(left) meets \(right)")
        }
        if left.covers(right) {
          let hasMore = !rightTexts.isSubset(of: leftTexts)
          #expect(!hasMore, "\(left) covers \(right)")
        } else if right.program.isShort, left.program.isShort {
          let hasMore = !rightTexts.isSubset(of: leftTexts)
          #expect(hasMore, "\(left) does not cover \(right)")
        }
      }
    }
  }
}

extension GlobProgram {
  /// Whether texts of five characters are sure to show what the pattern does.
  fileprivate var isShort: Bool { branches.allSatisfy { $0.items.count <= 3 } }
}

/// What the table of `Glob` says, as directly as it can be written; takes exponential time.
private func backtrack(
  _ tokens: ArraySlice<GlobToken>, _ text: ArraySlice<Unicode.Scalar>, _ atSegmentStart: Bool
) -> Bool {
  guard let token = tokens.first else { return text.isEmpty }
  let rest = tokens.dropFirst()
  switch token {
  case .literal(let scalar):
    guard text.first == scalar else { return false }
    return backtrack(rest, text.dropFirst(), scalar == "/")
  case .anyOf(let set):
    guard let first = text.first, set.overlaps(first.value...first.value) else { return false }
    return backtrack(rest, text.dropFirst(), false)
  case .star:
    let segment = text.prefix { $0 != "/" }
    return (0...segment.count).contains { backtrack(rest, text.dropFirst($0), false) }
  case .doubleStar:
    if atSegmentStart, rest.first == .literal("/") {
      return (0...text.count).contains { count in
        (count == 0 || text.prefix(count).last == "/")
          && backtrack(rest.dropFirst(), text.dropFirst(count), true)
      }
    }
    return (0...text.count).contains { backtrack(rest, text.dropFirst($0), false) }
  }
}
