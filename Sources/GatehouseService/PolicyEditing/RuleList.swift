import Calendar
import DecisionPoint
import JSON
import Policy

/// The rules of a policy, and how often each has matched.
struct RuleList {
  let set: PolicySet
  let digest: String
  let hits: [String: RuleHits.Reading]
  /// Since when was counted, in nanoseconds since 1970.
  let since: Int64

  var json: [UInt8] {
    var writer = JSONWriter(capacity: 4_096)
    writer.beginObject()
    writer.member("digest", digest)
    writer.member("since", UTCTimestamp.text(since))
    writer.key("rules")
    writer.beginArray()
    for rule in set.ruleSummaries {
      let hits = hits[rule.id]
      writer.beginObject()
      writer.summary(rule)
      writer.member("matches", Int(clamping: hits?.count ?? 0))
      writer.member("last_match", hits?.last.map(UTCTimestamp.text))
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }
}

extension JSONWriter {
  /// Writes what names a rule, as members of an object.
  mutating func summary(_ rule: PolicySet.RuleSummary) {
    member("rule", rule.id)
    member("policy", rule.policy)
    member("source", rule.source)
    member("line", rule.line)
    member("layer", rule.layer.rawValue)
    member("effect", rule.effect.rawValue)
    member("shadow", rule.isShadow)
  }
}
