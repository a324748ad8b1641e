import ActionModel
import Documents
import Policy
import Testing

/// Promises that hold of every policy, tried on many small ones.
struct LawTests {
  private let rounds = 100

  private func source(_ layer: String, _ fallback: String, _ rules: [String]) -> DocumentSource {
    let text =
      "version: 1\nlayer: \(layer)\ndefault: \(fallback)\nrules:\n" + rules.joined(separator: "\n")
    return DocumentSource(name: "\(layer).yaml", bytes: Array(text.utf8))
  }

  private func decide(_ set: PolicySet, _ request: PolicyRequest) -> PolicyOutcome {
    set.evaluate(request, counters: EmptyCounters())
  }

  @Test func `two layers decide what the stricter of them does alone`() throws {
    var random = RandomPolicies(seed: 1)
    let requests = try RandomPolicies.requests()
    for _ in 0..<rounds {
      let upper = source("organisation", random.fallback(), random.rules("u"))
      let lower = source("project", random.fallback(), random.rules("l"))
      let (one, other) = (try PolicySet.load([upper]), try PolicySet.load([lower]))
      let both = try PolicySet.load([upper, lower])
      for request in requests {
        let strictest = max(decide(one, request).verdict, decide(other, request).verdict)
        #expect(decide(both, request).verdict == strictest)
      }
    }
  }

  @Test func `shadow rules change nothing, and show what they would change`() throws {
    var random = RandomPolicies(seed: 2)
    let requests = try RandomPolicies.requests()
    for _ in 0..<rounds {
      let (fallback, rules, added) = (random.fallback(), random.rules("r"), random.rules("s"))
      let shadows = added.map { $0.replacing("tools: [t]", with: "tools: [t], shadow: true") }
      let plain = try PolicySet.load([source("team", fallback, rules)])
      let shadowed = try PolicySet.load([source("team", fallback, rules + shadows)])
      let live = try PolicySet.load([source("team", fallback, rules + added)])
      for request in requests {
        let (before, after) = (decide(plain, request), decide(shadowed, request))
        #expect(after.verdict == before.verdict)
        #expect(after.rules == before.rules)
        #expect(after.matched == before.matched)
        #expect(after.flags == before.flags)
        #expect((after.shadow?.verdict ?? after.verdict) == decide(live, request).verdict)
      }
    }
  }

  @Test func `the order of rules changes no decision`() throws {
    var random = RandomPolicies(seed: 3)
    let requests = try RandomPolicies.requests()
    for _ in 0..<rounds {
      let (fallback, rules) = (random.fallback(), random.rules("r"))
      let forward = try PolicySet.load([source("team", fallback, rules)])
      let backward = try PolicySet.load([source("team", fallback, rules.reversed())])
      for request in requests {
        let (one, other) = (decide(forward, request), decide(backward, request))
        #expect(one.verdict == other.verdict)
        #expect(one.reason.code == other.reason.code)
        #expect(Set(one.rules) == Set(other.rules))
        #expect(Set(one.matched) == Set(other.matched))
      }
    }
  }

  @Test func `a list shows what some arguments could make allowed`() throws {
    var random = RandomPolicies(seed: 4)
    let requests = try RandomPolicies.requests()
    for _ in 0..<rounds {
      let set = try PolicySet.load([source("team", random.fallback(), random.rules("r"))])
      for request in requests {
        let listed = PolicyRequest(
          action: Action(
            caller: request.action.caller, agent: request.action.agent, phase: .list,
            tool: request.action.tool),
          principal: request.principal, now: request.now)
        #expect(decide(set, listed).verdict <= decide(set, request).verdict)
      }
    }
  }
}
