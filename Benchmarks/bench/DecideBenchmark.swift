import ActionModel
import Expressions
import Policy

/// Measures the way from a parsed action to what the policy says of it, on one thread and with nothing written.
enum DecideBenchmark {
  static func run(_ options: Options) throws {
    let count = try options.count("decisions", default: 100_000)
    var medians: [Int: Double] = [:]
    for rules in [10, 100, 1_000, 10_000] {
      let decider = try Decider(rules: rules)
      try decider.check()
      // The first decisions fill the caches.
      _ = Samples.measure(count / 10, decider.decide)
      var samples = Samples.measure(count, decider.decide)
      medians[rules] = samples.microseconds(at: 0.5)
      Meter.report("decide_\(rules)_rules_p50_us", samples.microseconds(at: 0.5))
      Meter.report("decide_\(rules)_rules_p99_us", samples.microseconds(at: 0.99))
      Meter.report("decide_\(rules)_rules_allocations", try decider.allocations())
    }
    if let few = medians[10], let many = medians[10_000] {
      Meter.report("decide_10000_to_10_rules_ratio", many / few)
    }
  }
}

/// Decides refunds, one after another, by a policy of a given size.
struct Decider {
  private let set: PolicySet
  private let requests: [PolicyRequest]

  init(rules: Int) throws {
    set = try RuleSet.load(rules: rules)
    requests = try ToolCall.refunds(64).map { action in
      guard let principal = Principal(caller: .anonymous, claiming: action.agent, tenant: nil)
      else { throw Failure("anonymous callers may claim any name") }
      return PolicyRequest(
        action: action, principal: principal,
        now: Timestamp(unixNanoseconds: 1_767_225_600_000_000_000))
    }
  }

  func decide(_ index: Int) {
    Meter.keep(set.evaluate(requests[index % requests.count], counters: EmptyCounters()))
  }

  /// The mean number of allocations that one decision makes.
  func allocations() throws -> Double {
    for index in requests.indices { decide(index) }
    let total = try Meter.allocations {
      for index in requests.indices { decide(index) }
    }
    return Double(total) / Double(requests.count)
  }

  /// Makes sure that the rules are at work: all three verdicts occur.
  func check() throws {
    let verdicts = Set(requests.map { set.evaluate($0, counters: EmptyCounters()).verdict })
    guard verdicts == [.allow, .deny, .requireApproval] else {
      throw Failure("the policy gives only \(verdicts)")
    }
  }
}
