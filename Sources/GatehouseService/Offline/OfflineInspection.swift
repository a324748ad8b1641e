import ContentInspection
package import JSON

/// Looks into single texts and JSON values, without a policy and without an instance.
package struct OfflineInspection: Sendable {
  /// What an answer holds of the text besides what was found.
  package struct Extras: OptionSet, Sendable {
    package let rawValue: UInt8

    /// The text without what was found in it.
    package static let redacted = Extras(rawValue: 1)
    /// The text without unseen characters, and with the tags of models' protocols made harmless.
    package static let sanitized = Extras(rawValue: 2)

    package init(rawValue: UInt8) { self.rawValue = rawValue }
  }

  private let inspector: ContentInspector
  private let extras: Extras

  /// - Parameter patterns: the files that hold the user's own patterns.
  package init(patterns: [String] = [], extras: Extras = []) throws {
    inspector = try ContentInspector(InspectionOptions(patterns: try PatternFiles.read(patterns)))
    self.extras = extras
  }

  /// Looks into `{"id", "text"}` or `{"id", "value"}`.
  package func answer(_ question: JSONValue, to writer: inout JSONWriter) throws {
    switch (question["text"], question["value"]) {
    case (let text?, nil):
      guard let text = text.string else {
        throw ServiceError("`text` is no string: give any other JSON as `value`")
      }
      begin(question, &writer)
      write(text, to: &writer)
    case (nil, let value?):
      begin(question, &writer)
      write(value, to: &writer)
    default:
      throw ServiceError("give what is to be looked into: a string as `text`, or JSON as `value`")
    }
    writer.endObject()
  }

  private func begin(_ question: JSONValue, _ writer: inout JSONWriter) {
    writer.beginObject()
    if let id = question["id"] {
      writer.key("id")
      writer.value(id)
    }
    writer.key("findings")
    writer.beginArray()
  }

  private func write(_ text: String, to writer: inout JSONWriter) {
    let inspection = inspector.inspect(text)
    for finding in inspection.findings {
      writer.beginObject()
      write(finding, to: &writer)
      writer.endObject()
    }
    writer.endArray()
    writer.member("risk", inspection.risk)
    if extras.contains(.redacted) { writer.member("redacted", inspector.redacted(text)) }
    if extras.contains(.sanitized) { writer.member("sanitized", inspector.sanitized(text)) }
  }

  private func write(_ value: JSONValue, to writer: inout JSONWriter) {
    let inspection = inspector.inspect(value)
    for located in inspection.findings {
      writer.beginObject()
      write(located.finding, to: &writer)
      writer.member("pointer", located.pointer)
      if located.isKey { writer.member("in_key", true) }
      writer.endObject()
    }
    writer.endArray()
    writer.member("risk", inspection.risk)
    if extras.contains(.redacted) {
      writer.key("redacted")
      writer.raw(inspector.redacted(value).span)
    }
    if extras.contains(.sanitized) {
      writer.key("sanitized")
      writer.raw(inspector.sanitized(value).span)
    }
  }

  private func write(_ finding: Finding, to writer: inout JSONWriter) {
    writer.member("detector", finding.detector)
    writer.member("kind", finding.kind.rawValue)
    writer.member("severity", finding.severity.rawValue)
    writer.member("start", finding.bytes.lowerBound)
    writer.member("end", finding.bytes.upperBound)
  }
}
