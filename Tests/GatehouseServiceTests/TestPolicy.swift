/// Policies for tests that care little what they say.
enum TestPolicy {
  /// Allows these tools and no others, each by a rule that is named for it.
  static func allowing(_ tools: String...) -> String {
    let rules = tools.map { "  - { id: \($0), effect: allow, tools: [\($0)] }\n" }
    return "version: 1\nname: test\ndefault: deny\nrules:\n\(rules.joined())"
  }
}
