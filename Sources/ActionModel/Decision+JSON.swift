import Calendar
package import JSON

extension Decision {
  /// Writes the decision as callers receive it; members that say nothing are left out.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("id", id)
    writer.member("decision", verdict.rawValue)
    writer.reason(reason)
    writer.member("rules", rules)
    writer.member("flags", flags)
    if !obligations.isEmpty {
      writer.key("obligations")
      writer.beginArray()
      for obligation in obligations { obligation.write(to: &writer) }
      writer.endArray()
    }
    writer.member("retry_after", retryAfter)
    if let approval {
      writer.key("approval")
      writer.beginObject()
      writer.member("id", approval.id)
      writer.member("url", approval.url)
      writer.member("expires_at", UTCTimestamp.text(approval.expiresAt))
      writer.endObject()
    }
    if let reservation {
      writer.key("reservation")
      writer.beginObject()
      writer.member("expires_at", UTCTimestamp.text(reservation.expiresAt))
      writer.endObject()
    }
    writer.endObject()
  }
}

extension JSONWriter {
  /// Writes the member `reason`: its code and its text.
  package mutating func reason(_ reason: Decision.Reason) {
    key("reason")
    beginObject()
    member("code", reason.code.rawValue)
    member("text", reason.text)
    endObject()
  }
}

extension Obligation {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("kind", kind.rawValue)
    writer.member("rule", rule)
    writer.member("paths", paths)
    if let value {
      writer.key("value")
      writer.value(value)
    }
    writer.endObject()
  }
}
