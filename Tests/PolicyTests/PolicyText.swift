import ActionModel
import Documents
import Expressions
import JSON
import Policy
import Testing

/// Makes sets and requests of text, for tests.
enum PolicyText {
  /// Loads rules as one policy of the layer `project`.
  static func load(_ rules: String, default fallback: String = "deny") throws -> PolicySet {
    let text = "version: 1\ndefault: \(fallback)\nrules:\n\(rules)\n"
    return try PolicySet.load([DocumentSource(name: "policy.yaml", bytes: Array(text.utf8))])
  }

  static func request(
    _ action: String, effects: Effects? = nil, verified: Bool = true
  ) throws -> PolicyRequest {
    let action = try Action(native: JSONDocument.parse(Array(action.utf8)), caller: .anonymous)
    return PolicyRequest(
      action: action,
      principal: Principal(
        tenant: "default", id: action.agent ?? "bot", verified: verified, via: nil),
      now: try #require(Timestamp("2026-01-01T12:00:00Z")), effects: effects)
  }
}
