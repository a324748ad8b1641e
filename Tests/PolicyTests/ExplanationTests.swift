import ActionModel
import Policy
import Testing

/// Promises about explanations: every rule is there, with what it read and why it did or did not match.
struct ExplanationTests {
  private let set: PolicySet
  private let effects = Effects(
    all: [
      Effect(kind: .reads, target: .exact("/srv/a")), Effect(kind: .writes, target: .tree("/tmp")),
    ], reversibility: .reversible)

  init() throws {
    set = try PolicyText.load(
      """
        - { id: elsewhere, effect: deny, tools: [other, "x.*"], when: args.a }
        - { id: results, effect: deny, phase: [result] }
        - { id: reads, effect: allow, tools: [t], covers: [reads], when: 'this.target.within("/srv")' }
        - { id: small, effect: allow, tools: [t], when: 'args.n < 3 && agent.id == "bot"' }
        - { id: broken, effect: flag, tools: [t], when: args.missing }
        - { id: spared, effect: deny, tools: [t], unless: args.n == 7 }
        - { id: plain, effect: flag, tools: [t] }
        - { id: counted, effect: deny, tools: [t], when: 'session.count("t", duration("1h")) > 3' }
        - { id: listed, effect: deny, tools: [t], when: 'effects.reads.exists(r, r.overlaps("/etc"))' }
      """)
  }

  private func trace(_ action: String) throws -> [String] {
    let request = try PolicyText.request(action, effects: effects)
    return set.explain(request, counters: FixedCounters(.whole(2))).rules.map { trace in
      let readings = trace.readings.map { "\($0.text) = \($0.value)" }.joined(separator: ", ")
      return "\(trace.rule.id): \(trace.status.rawValue): \(trace.why) [\(readings)]"
    }
  }

  @Test func `every rule says what it read and why it came out as it did`() throws {
    let lines = try trace(#"{"tool": "t", "args": {"n": 7}}"#)
    let expected = [
      "elsewhere: not_concerned: its tools are other, x.* []",
      "results: not_concerned: it is not for the phase `request` []",
      "reads: matched: reads: /srv/a: covered; writes: /tmp/**: not a kind that it covers "
        + "[this.target.within(\"/srv\") = true, this.target = /srv/a]",
      "small: unmatched: `when` is false [args.n = 7, agent.id = \"bot\"]",
      "broken: failed: no such key `missing` [args.missing = error: no such key `missing`]",
      "spared: unmatched: `unless` is true [args.n = 7]",
      "plain: matched: it has no `when` []",
      "counted: unmatched: `when` is false [session.count(\"t\", duration(\"1h\")) = 2]",
      "listed: unmatched: `when` is false [effects.reads = [/srv/a]]",
    ]
    for (line, expected) in zip(lines, expected) { #expect(line == expected) }
    #expect(lines.count == expected.count)
  }

  @Test func `an explanation comes with the same outcome as a decision`() throws {
    let request = try PolicyText.request(#"{"tool": "t", "args": {"n": 1}}"#, effects: effects)
    let counters = FixedCounters(.whole(2))
    let explained = set.explain(request, counters: counters).outcome
    let decided = set.evaluate(request, counters: counters)
    #expect(explained.verdict == decided.verdict)
    #expect(explained.rules == decided.rules)
    #expect(explained.countersRead == decided.countersRead)
    #expect(decided.rules == ["spared"])
  }

  @Test func `a long value is cut`() throws {
    let text = String(repeating: "x", count: 1000)
    let lines = try trace(#"{"tool": "t", "args": {"n": "\#(text)"}}"#)
    #expect(lines.allSatisfy { $0.count < 600 })
  }
}
