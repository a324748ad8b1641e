import Testing

@testable import Matching

@Suite struct SuggestionTests {
  private static let keys = ["version", "default", "rules", "effect", "tools", "when", "unless"]

  @Test(arguments: [
    ("verison", "version"), ("defualt", "default"), ("rule", "rules"), ("Tools", "tools"),
    ("efect", "effect"), ("whne", "when"), ("unles", "unless"), ("untless", "unless"),
  ])
  func `a misspelt name leads to the one that was meant`(unknown: String, meant: String) {
    #expect(Suggestion.closest(to: unknown, among: Self.keys) == meant)
  }

  @Test(arguments: ["", "x", "banana", "condition", "wenn sonst"])
  func `a name that is no misspelling leads nowhere`(unknown: String) {
    #expect(Suggestion.closest(to: unknown, among: Self.keys) == nil)
  }

  @Test func `the closest wins, and of equals the first`() {
    #expect(
      Suggestion.closest(to: "allowed", among: ["allows", "allow", "allowedd"]) == "allowedd")
    #expect(Suggestion.closest(to: "cat", among: ["bat", "rat"]) == "bat")
  }

  @Test func `long names are not looked at`() {
    let long = String(repeating: "a", count: Suggestion.maximumLength)
    #expect(Suggestion.closest(to: long, among: [long + "b", "x" + long.dropFirst()]) != nil)
    #expect(Suggestion.closest(to: long + "b", among: [long]) == nil)
  }
}
