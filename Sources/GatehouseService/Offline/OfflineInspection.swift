import ContentInspection
package import JSON

/// Looks into single texts, without a policy and without an instance.
package struct OfflineInspection: Sendable {
  private let inspector: ContentInspector

  /// - Parameter patterns: the files that hold the user's own patterns.
  package init(patterns: [String] = []) throws {
    inspector = try ContentInspector(InspectionOptions(patterns: try PatternFiles.read(patterns)))
  }

  /// Looks into `{"id", "text"}`.
  package func answer(_ question: JSONValue, to writer: inout JSONWriter) throws {
    guard let text = question["text"]?.string else {
      throw ServiceError("`text` is missing: give what is to be looked into as a string")
    }
    let inspection = inspector.inspect(text)
    writer.beginObject()
    if let id = question["id"] {
      writer.key("id")
      writer.value(id)
    }
    writer.key("findings")
    writer.beginArray()
    for finding in inspection.findings {
      writer.beginObject()
      writer.member("detector", finding.detector)
      writer.member("kind", finding.kind.rawValue)
      writer.member("severity", finding.severity.rawValue)
      writer.member("start", finding.bytes.lowerBound)
      writer.member("end", finding.bytes.upperBound)
      writer.endObject()
    }
    writer.endArray()
    writer.member("risk", inspection.risk)
    writer.endObject()
  }
}
