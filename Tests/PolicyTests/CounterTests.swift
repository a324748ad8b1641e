import ActionModel
import Documents
import Policy
import Testing

/// Promises about counters: known when a policy is loaded, and noted when a decision reads them.
struct CounterTests {
  @Test func `conditions that count alike share a counter, and each scope has its own`() throws {
    let set = try PolicyText.load(
      """
        - { id: a, effect: deny, when: 'session.count("fs.*", duration("1h")) > 5' }
        - { id: b, effect: deny, when: 'session.count("fs.*", duration("60m")) > 9' }
        - { id: c, effect: deny, when: 'agent.count("fs.*", duration("1h")) > 5' }
        - { id: d, effect: deny, when: 'rule.count("fs.*", duration("1h")) > 5' }
        - { id: e, effect: deny, when: 'rule.count("fs.*", duration("1h")) > 5' }
        - { id: f, effect: deny, when: 'session.sum("pay", "order.total", duration("1m")) > 5' }
        - { id: g, effect: deny, unless: 'session.seen("login", duration("500ms"))' }
      """)
    let files = try #require(ToolPattern("fs.*"))
    let hour: Int64 = 3_600_000_000_000
    let expected = [
      CounterSpecification(scope: .session, kind: .count, tool: files, window: hour),
      CounterSpecification(scope: .agent, kind: .count, tool: files, window: hour),
      CounterSpecification(scope: .rule(id: "d"), kind: .count, tool: files, window: hour),
      CounterSpecification(scope: .rule(id: "e"), kind: .count, tool: files, window: hour),
      CounterSpecification(
        scope: .session, kind: .sum(argument: ["order", "total"]),
        tool: try #require(ToolPattern("pay")), window: 60_000_000_000),
      CounterSpecification(
        scope: .session, kind: .seen, tool: try #require(ToolPattern("login")), window: 500_000_000),
    ]
    #expect(set.counters == expected)
  }

  @Test func `what actions do is counted whatever tool does it, and then all are analysed`() throws
  {
    let set = try PolicyText.load(
      """
        - { id: a, effect: deny, tools: [mail.send], when: 'session.seen("effects.reads", duration("1h"))' }
        - { id: b, effect: deny, tools: [mail.send], when: 'session.seen("native:*/effects.reads", duration("1h"))' }
      """)
    #expect(set.counters.map(\.effect) == [.reads, nil])
    #expect(set.counters.map(\.tool.description) == ["*", "native:*/effects.reads"])
    #expect(set.needsEffects(of: .native("anything")) && set.mayNeedEffects)
    #expect(set.counters(fedBy: .native("anything")) == [0])
    let error = #expect(throws: DocumentErrors.self) {
      try PolicyText.load(
        #"  - { id: a, effect: deny, when: 'session.seen("effects.read", duration("1h"))' }"#)
    }
    #expect("\(error as Any)".contains("`effects.read` is no kind of effect"))
  }

  @Test func `drafts count nothing`() throws {
    let set = try PolicyText.load(
      """
        - { id: a, effect: deny, draft: true, when: 'session.count("a", duration("1h")) > 5' }
        - { id: b, effect: deny, when: 'session.count("b", duration("1h")) > 5' }
        - { id: c, effect: deny, draft: true, when: 'session.count("b", duration("1h")) > 9' }
      """)
    #expect(set.counters.map(\.tool.description) == ["b"])
  }

  @Test func `a decision names the counters that its live rules read, and no others`() throws {
    let set = try PolicyText.load(
      """
        - { id: a, effect: allow, tools: [t], when: 'args.n < 3 && session.count("a", duration("1h")) < 5' }
        - { id: b, effect: deny, tools: [t], shadow: true, when: 'session.count("b", duration("1h")) > 5' }
        - { id: c, effect: flag, tools: [t], when: 'session.count("c", duration("1h")) > 5' }
        - { id: d, effect: deny, tools: [u], when: 'session.count("d", duration("1h")) > 5' }
      """)
    let few = set.evaluate(
      try PolicyText.request(#"{"tool": "t", "args": {"n": 1}}"#), counters: EmptyCounters())
    #expect(few.countersRead == [0, 2])
    let many = set.evaluate(
      try PolicyText.request(#"{"tool": "t", "args": {"n": 4}}"#), counters: EmptyCounters())
    #expect(many.countersRead == [2])
  }

  @Test func `what a tool's decisions may read and what its actions feed are known by name`() throws
  {
    let set = try PolicyText.load(
      """
        - { id: a, effect: deny, tools: [t], when: 'session.count("u*", duration("1h")) > 5' }
        - { id: b, effect: deny, tools: [u], when: 'session.count("t", duration("1h")) > 5' }
        - { id: c, effect: deny, when: 'agent.count("*", duration("1h")) > 5' }
      """)
    #expect(set.counters(readFor: .native("t")) == [0, 2])
    #expect(set.counters(readFor: .native("other")) == [2])
    #expect(set.counters(fedBy: .native("t")) == [1, 2])
    #expect(set.counters(fedBy: .native("user")) == [0, 2])
  }

  @Test func `sums with a fraction are doubles, whole ones stay exact`() throws {
    let set = try PolicyText.load(
      """
        - { id: exact, effect: allow, tools: [t], when: 'session.sum("t", "n", duration("1h")) + args.n == 9007199254740993' }
        - { id: close, effect: allow, tools: [u], when: 'session.sum("u", "n", duration("1h")) + args.n <= 100' }
      """)
    let exact = try PolicyText.request(#"{"tool": "t", "args": {"n": 1}}"#)
    let sum = FixedCounters(.whole(9_007_199_254_740_992))
    #expect(set.evaluate(exact, counters: sum).verdict == .allow)
    let close = try PolicyText.request(#"{"tool": "u", "args": {"n": 0.25}}"#)
    #expect(set.evaluate(close, counters: FixedCounters(.fraction(99.75))).verdict == .allow)
    #expect(set.evaluate(close, counters: FixedCounters(.fraction(99.76))).verdict == .deny)
  }
}
