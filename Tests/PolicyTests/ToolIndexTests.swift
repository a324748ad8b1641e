import ActionModel
import Testing

@testable import Policy

/// Promises about the index of tool patterns: it finds what asking every pattern would find.
struct ToolIndexTests {
  /// A generator that gives the same numbers in every run.
  private struct Random: RandomNumberGenerator {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  @Test func `finds the same entries as asking each pattern`() throws {
    var random = Random()
    func text(_ letters: [String], _ counts: ClosedRange<Int>) -> String {
      (0..<Int.random(in: counts, using: &random))
        .map { _ in letters.randomElement(using: &random) ?? "" }.joined()
    }
    for _ in 0..<200 {
      let entries: [[ToolPattern]?] = (0..<20).map { _ in
        guard Int.random(in: 0..<8, using: &random) > 0 else { return nil }
        return (0..<Int.random(in: 1...3, using: &random)).compactMap { _ in
          let place =
            Bool.random(using: &random)
            ? "" : "\(text(["n", "*"], 1...2)):\(text(["s", "*"], 0...2))/"
          return ToolPattern(place + text(["a", "b", ".", "*"], 1...4))
        }
      }
      let index = ToolIndex(entries)
      for _ in 0..<20 {
        let name = text(["a", "b", "."], 1...4)
        let tool = ToolName(
          channel: text(["n"], 1...2), server: text(["s"], 0...2), name: name,
          canonical: Bool.random(using: &random) ? text(["a", "b", "."], 1...4) : nil)
        let expected = entries.indices.filter { position in
          entries[position].map { $0.contains { $0.matches(tool) } } ?? true
        }
        #expect(index.candidates(for: tool).map(Int.init) == expected, "\(tool)")
      }
    }
  }

  @Test func `rules on other tools are not looked at`() {
    let others = (0..<5000).map { [ToolPattern("other\($0).read")].compactMap(\.self) }
    let index = ToolIndex([[ToolPattern("fs.*")].compactMap(\.self)] + others)
    #expect(index.candidates(for: .native("fs.read")) == [0])
    #expect(index.candidates(for: .native("other17.read")) == [18])
    #expect(index.candidates(for: .native("other17.readable")) == [])
  }
}
