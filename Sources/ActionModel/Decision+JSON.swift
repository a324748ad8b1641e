package import JSON

extension Decision {
  /// Writes the decision as callers receive it; members that say nothing are left out.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("id")
    writer.string(id)
    writer.key("decision")
    writer.string(verdict.rawValue)
    writer.key("reason")
    writer.beginObject()
    writer.key("code")
    writer.string(reason.code.rawValue)
    writer.key("text")
    writer.string(reason.text)
    writer.endObject()
    if !rules.isEmpty { writer.member("rules", rules) }
    if !flags.isEmpty { writer.member("flags", flags) }
    if !obligations.isEmpty {
      writer.key("obligations")
      writer.beginArray()
      for obligation in obligations { obligation.write(to: &writer) }
      writer.endArray()
    }
    if let retryAfter {
      writer.key("retry_after")
      writer.int(Int64(retryAfter))
    }
    writer.endObject()
  }
}

extension Obligation {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("kind")
    writer.string(kind.rawValue)
    writer.key("rule")
    writer.string(rule)
    if !paths.isEmpty { writer.member("paths", paths) }
    if let value {
      writer.key("value")
      writer.value(value)
    }
    writer.endObject()
  }
}

extension JSONWriter {
  /// Writes a member whose value is a list of strings.
  fileprivate mutating func member(_ key: String, _ strings: [String]) {
    self.key(key)
    beginArray()
    for string in strings { self.string(string) }
    endArray()
  }
}
