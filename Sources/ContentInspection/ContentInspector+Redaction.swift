package import JSON

extension ContentInspector {
  /// How often a text is looked at again; what is left then is taken out whole.
  private static let mostRounds = 4

  /// Inspects a text and returns it without what was found, looking again until nothing is.
  package func redacted(_ text: String) -> String {
    var text = Array(text.utf8)
    for _ in 0..<Self.mostRounds {
      let inspection = inspect(text)
      guard !inspection.findings.isEmpty else { return String(decoding: text, as: UTF8.self) }
      guard inspection.isComplete else { break }
      text = Redaction.redact(text, inspection.findings)
    }
    return "[redacted]"
  }

  /// Inspects a JSON value and returns it without what was found, as JSON, looking again until nothing is.
  ///
  /// A value that cannot be cleared in a few rounds becomes the string `[redacted]`.
  package func redacted(_ value: JSONValue) -> [UInt8] {
    var value = value
    for _ in 0..<Self.mostRounds {
      let inspection = inspect(value)
      guard !inspection.findings.isEmpty else { return Array(value.rawBytes) }
      guard inspection.isComplete else { break }
      let bytes = Redaction.redact(value, inspection.findings)
      do throws(JSONError) {
        value = try JSONDocument.parse(bytes)
      } catch {
        break
      }
    }
    return Array("\"[redacted]\"".utf8)
  }
}
