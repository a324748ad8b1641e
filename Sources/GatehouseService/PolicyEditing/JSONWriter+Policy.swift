import ActionModel
import Documents
import JSON
import Policy
import YAML

extension JSONWriter {
  /// Writes what the check of a set came to.
  ///
  /// - Parameter rules: how many it has; nil for one that would not load.
  mutating func check(_ problems: [DocumentProblem], rules: Int?, digest: String) {
    beginObject()
    member("in_order", rules != nil)
    member("digest", digest)
    member("rules", rules)
    key("problems")
    beginArray()
    for problem in problems {
      beginObject()
      member("severity", problem.severity.rawValue)
      member("code", problem.code)
      member("source", problem.source)
      member("line", problem.position.line)
      member("column", problem.position.column)
      member("message", problem.message)
      member("hint", problem.hint)
      endObject()
    }
    endArray()
    endObject()
  }

  /// Writes what a policy says of an action, and what led there.
  ///
  /// - Parameter understanding: what the action would do and holds, in sentences.
  mutating func trace(_ trace: PolicyTrace, _ understanding: [String]) {
    let outcome = trace.outcome
    beginObject()
    member("verdict", outcome.verdict.rawValue)
    reason(outcome.reason)
    member("rules", outcome.rules)
    member("flags", outcome.flags)
    member("obligations", outcome.obligations.map(\.rule))
    member("understanding", understanding)
    key("trace")
    beginArray()
    for rule in trace.rules {
      beginObject()
      summary(rule.rule)
      member("status", rule.status.rawValue)
      member("why", rule.why)
      key("readings")
      beginArray()
      for reading in rule.readings {
        beginObject()
        member("text", reading.text)
        member("value", reading.value)
        endObject()
      }
      endArray()
      endObject()
    }
    endArray()
    endObject()
  }
}
