import ActionModel
import Calendar
package import JSON

extension ReplayReport {
  /// Writes the report as one object: counts, groups, and the differences of each sort one by one, up to `most`.
  package func write(to writer: inout JSONWriter, atMost most: Int = mostDifferences) {
    writer.beginObject()
    writer.member("decisions", decisions)
    writer.member("unchanged", unchanged)
    writer.member("unchanged_by_other_rules", unchangedByOtherRules)
    writer.member("changed", changed)
    writer.member("undecidable", undecidable)
    writer.member("unasked", unasked)
    writer.member("from", period.map { UTCTimestamp.text($0.lowerBound) })
    writer.member("to", period.map { UTCTimestamp.text($0.upperBound) })
    writer.key("groups")
    writer.beginArray()
    for (group, count) in groups { group.write(count, to: &writer) }
    writer.endArray()
    writer.member("ungrouped", ungrouped)
    for (key, differences) in [("changes", changes), ("doubts", doubts)] {
      writer.key(key)
      writer.beginArray()
      for difference in differences.prefix(most) { difference.write(to: &writer) }
      writer.endArray()
    }
    writer.member("changes_left_out", changed - min(changes.count, most))
    writer.member("doubts_left_out", undecidable - min(doubts.count, most))
    writer.endObject()
  }
}

extension ReplayGroup {
  fileprivate func write(_ count: Int, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("count", count)
    writer.member("undecidable", isUndecidable)
    writer.member("before", before.rawValue)
    writer.member("after", after.map(\.rawValue))
    writer.member("rule", rule)
    writer.member("agent", agent)
    writer.member("tool", tool)
    writer.member("unknown", unknowns)
    writer.endObject()
  }
}

extension ReplayDifference {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("seq")
    writer.int(sequence)
    writer.member("id", id)
    writer.member("time", UTCTimestamp.text(time))
    writer.member("agent", agent)
    writer.member("session", session)
    writer.member("tool", tool.canonical ?? tool.description)
    if let arguments {
      writer.key("args")
      writer.raw(arguments.span)
    }
    writer.member("undecidable", isUndecidable)
    writer.member("before", before.rawValue)
    writer.member("after", after.map(\.rawValue))
    writer.member("rules_before", rulesBefore)
    writer.member("rules_after", rulesAfter)
    writer.reason(reason)
    writer.member("unknown", unknowns)
    writer.endObject()
  }
}
