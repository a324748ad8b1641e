import ActionModel
import Documents
import JSON
import Policy
import Testing
import YAML

/// Promises about sets as a whole, and about what an outcome carries beside its verdict.
struct SetTests {
  @Test func `no sources are no policy`() {
    let error = #expect(throws: DocumentErrors.self) { try PolicySet.load([]) }
    #expect(error?.problems.map(\.message) == ["there is no policy"])
  }

  @Test func `the order of sources and rules changes no decision`() throws {
    let rules = [
      "- { id: a, effect: allow, tools: [t] }", "- { id: b, effect: deny, tools: [t] }",
      "- { id: c, effect: require_approval, tools: [t] }",
    ]
    let request = try PolicyText.request(#"{"tool": "t"}"#)
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
      let set = try PolicyText.load(order.map { rules[$0] }.joined(separator: "\n"))
      let outcome = set.evaluate(request, counters: EmptyCounters())
      #expect(outcome.verdict == .deny)
      #expect(outcome.rules == ["b"])
    }
    let sources = ["b.yaml", "a.yaml"].map { name in
      DocumentSource(
        name: name,
        bytes: Array("version: 1\nrules:\n- { id: \(name), effect: allow }".utf8))
    }
    let forward = try PolicySet.load(sources)
    let backward = try PolicySet.load(sources.reversed())
    #expect(forward.ruleSummaries == backward.ruleSummaries)
    #expect(forward.sources.map(\.name) == ["a.yaml", "b.yaml"])
    #expect(
      PolicySet.canonicalBytes(of: sources) == PolicySet.canonicalBytes(of: sources.reversed()))
  }

  @Test func `canonical bytes tell where a source ends`() {
    let one = [
      DocumentSource(name: "a", bytes: Array("xy".utf8)), DocumentSource(name: "b", bytes: []),
    ]
    let other = [
      DocumentSource(name: "a", bytes: Array("x".utf8)),
      DocumentSource(name: "b", bytes: Array("y".utf8)),
    ]
    #expect(PolicySet.canonicalBytes(of: one) != PolicySet.canonicalBytes(of: other))
  }

  @Test func `an approval satisfies the demand of every rule, in the shortest time`() throws {
    let set = try PolicyText.load(
      """
        - { id: a, effect: require_approval, tools: [t], approval: { by: [ada, bob], within: 1h30m } }
        - { id: b, effect: require_approval, tools: [t], approval: { within: 20m } }
        - { id: c, effect: require_approval, tools: [t] }
        - { id: d, effect: require_approval, tools: [u], approval: { by: [cleo], within: 1s } }
      """)
    let outcome = set.evaluate(
      try PolicyText.request(#"{"tool": "t"}"#), counters: EmptyCounters())
    let approval = try #require(outcome.approval)
    #expect(approval.demands.map(\.rule) == ["a", "b", "c"])
    #expect(approval.demands.map(\.approvers) == [["ada", "bob"], [], []])
    #expect(approval.within == 1_200_000_000_000)
  }

  @Test func `an obligation carries its paths and its value as JSON`() throws {
    let set = try PolicyText.load(
      """
        - id: calm
          effect: replace
          tools: [t]
          paths: [/a, /b/0]
          value: { on: no, level: 1.50, list: [~, 0x10] }
      """, default: "allow")
    let outcome = set.evaluate(
      try PolicyText.request(#"{"tool": "t", "can": ["replace"]}"#), counters: EmptyCounters())
    let obligation = try #require(outcome.obligations.first)
    #expect(obligation.kind == .replace)
    #expect(obligation.rule == "calm")
    #expect(obligation.paths == ["/a", "/b/0"])
    let text = obligation.value.map { String(decoding: $0.rawBytes, as: UTF8.self) }
    #expect(text == #"{"on":"no","level":1.5,"list":[null,16]}"#)
  }

  @Test func `the reason is the rule's own, or names the rule`() throws {
    let set = try PolicyText.load(
      """
        - { id: a, effect: deny, tools: [t], reason: not on Sundays }
        - { id: b, effect: deny, tools: [u] }
        - { id: c, effect: deny, tools: [v], when: args.x }
      """)
    func text(_ tool: String) throws -> String {
      let request = try PolicyText.request(#"{"tool": "\#(tool)"}"#)
      return set.evaluate(request, counters: EmptyCounters()).reason.text
    }
    #expect(try text("t") == "not on Sundays")
    #expect(try text("u") == "rule `b` denies it")
    #expect(try text("v") == "rule `c` could not be evaluated: no such key `x`")
    #expect(try text("w") == "no rule matches, and the default denies")
  }

  @Test func `effects are needed only of tools whose rules read them`() throws {
    let set = try PolicyText.load(
      """
        - { id: a, effect: deny, tools: [t], when: 'effects.reads.exists(p, p.overlaps("/etc"))' }
        - { id: b, effect: allow, tools: [u], covers: [reads] }
        - { id: c, effect: deny, tools: [v], unless: 'effects.reversibility == "reversible"' }
        - { id: d, effect: deny, tools: [w], when: agent.verified }
      """)
    let needing = ["t", "u", "v", "w", "x"].filter { set.needsEffects(of: .native($0)) }
    #expect(needing == ["t", "u", "v"])
  }

  @Test func `an allowance of whole calls is pointed out where others look at effects`() throws {
    let set = try PolicyText.load(
      """
        - { id: narrow, effect: allow, tools: [t], covers: [reads] }
        - { id: wide, effect: allow, tools: [u] }
      """)
    #expect(set.warnings.map(\.position.description) == ["5:5"])
    #expect(set.warnings.first?.severity == .warning)
    #expect(try PolicyText.load("- { id: wide, effect: allow, tools: [u] }").warnings.isEmpty)
  }
}
