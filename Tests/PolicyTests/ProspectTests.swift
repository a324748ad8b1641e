import ActionModel
import Documents
import Expressions
import JSON
import Matching
import Policy
import Testing

/// What a policy may say of an action of which not everything is known.
struct ProspectTests {
  private static let mark = "[redacted]"

  private func load(_ rules: String, default fallback: String = "deny") throws -> PolicySet {
    let text = "version: 1\ndefault: \(fallback)\nrules:\n\(rules)"
    return try PolicySet.load([DocumentSource(name: "policy.yaml", bytes: Array(text.utf8))])
  }

  private func withheld(_ change: (inout Withheld) -> Void = { _ in }) -> Withheld {
    var withheld = Withheld(mark: Self.mark)
    change(&withheld)
    return withheld
  }

  private func prospect(
    _ set: PolicySet, _ document: String, _ withheld: Withheld, effects: Effects? = nil
  ) throws -> PolicyProspect {
    let action = try Action(
      native: JSONDocument.parse(Array(document.utf8)), caller: .anonymous)
    return set.prospect(
      of: PolicyRequest(
        action: action,
        principal: Principal(tenant: "default", id: "bot", verified: true, via: nil),
        now: .init(unixNanoseconds: 0), effects: effects, withheld: withheld),
      counters: EmptyCounters())
  }

  @Test func `where everything is known, there is one verdict: the policy's own`() throws {
    var random = RandomPolicies(seed: 11)
    let requests = try RandomPolicies.requests()
    for _ in 0..<100 {
      let set = try load(
        random.rules("r").joined(separator: "\n"), default: random.fallback())
      for request in requests {
        let known = PolicyRequest(
          action: request.action, principal: request.principal, now: request.now,
          withheld: withheld())
        let prospect = set.prospect(of: known, counters: EmptyCounters())
        #expect(prospect.verdicts == [set.evaluate(request, counters: EmptyCounters()).verdict])
        #expect(prospect.unknowns == [])
      }
    }
  }

  @Test func `whatever an unknown value is, the verdict on it is among those that are named`()
    throws
  {
    var random = RandomPolicies(seed: 12)
    let requests = try RandomPolicies.requests()
    var (undecided, total) = (0, 0)
    for _ in 0..<100 {
      let set = try load(
        random.rules("r").joined(separator: "\n"), default: random.fallback())
      for request in requests where request.action.arguments?["a"] != nil {
        let b = request.action.arguments?["b"].map { ", \"b\": \(text($0))" } ?? ""
        let hidden = PolicyRequest(
          action: Action(
            caller: request.action.caller, agent: request.action.agent, tool: request.action.tool,
            arguments: try JSONDocument.parse(Array("{\"a\": \"\(Self.mark)\"\(b)}".utf8))),
          principal: request.principal, now: request.now, withheld: withheld())
        let prospect = set.prospect(of: hidden, counters: EmptyCounters())
        let verdict = set.evaluate(request, counters: EmptyCounters()).verdict
        #expect(prospect.verdicts.contains(verdict))
        #expect(prospect.verdicts.count == 1 || prospect.unknowns == ["args.a"])
        total += 1
        undecided += prospect.verdicts.count > 1 ? 1 : 0
      }
    }
    // Neither everything nor nothing hangs on it.
    #expect(undecided > total / 20 && undecided < total / 2)
  }

  private func text(_ value: JSONValue) -> String {
    String(decoding: value.rawBytes, as: UTF8.self)
  }

  @Test func `only what reads the unknown value is undecided`() throws {
    let set = try load(
      """
        - { id: allow, effect: allow, tools: [t] }
        - { id: known, effect: deny, tools: [t], when: args.kind == "bad" }
        - id: there
          effect: require_approval
          tools: [t]
          when: has(args.token) && args.kind == "held"
        - { id: secret, effect: deny, tools: [t], when: args.token == "x" && args.kind == "read" }
        - { id: parts, effect: deny, tools: [t], when: 'args.kind == "list" && args.list.exists(i, i == "x")' }
        - { id: whole, effect: deny, tools: [t], when: 'args.kind == "same" && args.list == ["x", "y"]' }
        - { id: first, effect: deny, tools: [t], when: 'args.kind == "first" && args.list[1] == "y"' }
      """)
    func verdicts(_ kind: String, _ list: String = "[]") throws -> Set<Verdict> {
      try prospect(
        set,
        #"{"tool": "t", "args": {"kind": "\#(kind)", "token": "[redacted]", "list": \#(list)}}"#,
        withheld()
      ).verdicts
    }
    #expect(try verdicts("other") == [.allow])
    #expect(try verdicts("bad") == [.deny])
    #expect(try verdicts("held") == [.requireApproval])
    #expect(try verdicts("read") == [.allow, .deny])
    #expect(try verdicts("list", #"["a [redacted]", "b"]"#) == [.allow, .deny])
    #expect(try verdicts("list", #"["a [redacted]", "x"]"#) == [.deny])
    #expect(try verdicts("same", #"["x", "[redacted]"]"#) == [.allow, .deny])
    #expect(try verdicts("same", #"["z", "[redacted]"]"#) == [.allow])
    #expect(try verdicts("first", #"["[redacted]", "y"]"#) == [.deny])
    #expect(try verdicts("first", #"["[redacted]", "[redacted]"]"#) == [.allow, .deny])
  }

  @Test func `effects are covered where they are known, and may be where they are not`() throws {
    let set = try load(
      """
        - { id: here, effect: allow, covers: [reads], when: 'this.target.within("/srv")' }
        - { id: there, effect: allow, covers: [deletes], when: 'this.target.within("/tmp")' }
        - { id: keys, effect: deny, when: 'effects.reads.exists(t, t.overlaps("**/.ssh/**"))' }
      """)
    func verdicts(
      _ effects: [(Effect.Kind, String?)], known: Bool = true
    ) throws -> Set<Verdict> {
      let all = effects.map { Effect(kind: $0.0, target: $0.1.map { .exact($0) } ?? .unknown) }
      let hidden = effects.indices.filter { effects[$0].1 == nil }
      return try prospect(
        set, #"{"tool": "t"}"#,
        withheld {
          $0.targets = Set(hidden)
          $0.effects = !known
        }, effects: known ? Effects(all: all, reversibility: .reversible) : nil
      ).verdicts
    }
    #expect(try verdicts([(.reads, "/srv/a")]) == [.allow])
    #expect(try verdicts([(.reads, "/srv/a"), (.deletes, "/srv/a")]) == [.deny])
    #expect(try verdicts([(.reads, "/srv/a"), (.deletes, nil)]) == [.allow, .deny])
    #expect(try verdicts([(.writes, "/srv/a"), (.deletes, nil)]) == [.deny])
    #expect(try verdicts([(.reads, "/srv/.ssh/id"), (.deletes, nil)]) == [.deny])
    #expect(try verdicts([(.deletes, "/tmp/a")]) == [.allow])
    #expect(try verdicts([], known: false) == [.allow, .deny])
  }

  @Test func `an obligation hangs on what the caller can do`() throws {
    let set = try load(
      """
        - { id: allow, effect: allow, tools: [t] }
        - { id: mask, effect: redact, tools: [t], paths: [/a], when: args.mask }
      """)
    func verdicts(_ mask: String, _ can: String, known: Bool) throws -> Set<Verdict> {
      try prospect(
        set, #"{"tool": "t", "args": {"mask": \#(mask)}, "can": [\#(can)]}"#,
        withheld { $0.abilities = !known }
      ).verdicts
    }
    #expect(try verdicts("false", "", known: false) == [.allow])
    #expect(try verdicts("true", "", known: false) == [.allow, .deny])
    #expect(try verdicts("true", "", known: true) == [.deny])
    #expect(try verdicts("true", #""redact""#, known: true) == [.allow])
  }

  @Test func `a context that was not recorded is not taken for an empty one`() throws {
    let set = try load(
      """
        - { id: allow, effect: allow, tools: [t] }
        - { id: ticket, effect: deny, tools: [t], when: '!has(context.ticket)' }
      """)
    let bare = #"{"tool": "t"}"#
    #expect(try prospect(set, bare, withheld { $0.context = true }).verdicts == [.allow, .deny])
    #expect(try prospect(set, bare, withheld { $0.context = true }).unknowns == ["context"])
    #expect(try prospect(set, bare, withheld()).verdicts == [.deny])
  }
}
