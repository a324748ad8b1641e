import ActionModel
import Expressions
import JSON
import Policy
import Testing

/// Makes small policies and requests at random, the same ones in every run.
struct RandomPolicies {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(below bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(bound))
  }

  private static let conditions = [
    "args.a < 2", "args.a == 1", "args.b", "!args.b", "has(args.a) && args.a > 1",
    "has(args.b) || args.a == 2", "agent.id == 'x'", "args.missing == 1", "true", "false",
    "args.b ? args.a == 0 : agent.verified", "args.a in [0, 'x']",
  ]

  private mutating func condition() -> String {
    Self.conditions[next(below: Self.conditions.count)]
  }

  /// Rules about the tool `t`, one a line; all effects that need nothing but a condition.
  mutating func rules(_ prefix: String) -> [String] {
    (0..<next(below: 5) + 1).map { index in
      let effect = ["allow", "allow", "deny", "require_approval", "flag"][next(below: 5)]
      let when = next(below: 4) == 0 ? "" : ", when: \"\(condition())\""
      let unless = next(below: 3) == 0 ? ", unless: \"\(condition())\"" : ""
      return "  - { id: \(prefix)\(index), effect: \(effect), tools: [t]\(when)\(unless) }"
    }
  }

  mutating func fallback() -> String { ["allow", "deny", "require_approval"][next(below: 3)] }

  /// Requests with arguments of many kinds, some absent, some of the wrong type.
  static func requests(phase: String = "request") throws -> [PolicyRequest] {
    try ["0", "1", "2", "\"x\"", nil].flatMap { a in
      try ["true", "false", "7", nil].map { b in
        let members = [a.map { "\"a\": \($0)" }, b.map { "\"b\": \($0)" }].compactMap(\.self)
        let agent = a == "2" ? "x" : "y"
        return try PolicyText.request(
          """
          {"tool": "t", "agent": {"id": "\(agent)"}, "phase": "\(phase)",
           "args": {\(members.joined(separator: ", "))}}
          """, verified: b != "7")
      }
    }
  }
}
