package import JSON

/// Takes findings out of what they were found in.
package enum Redaction {
  /// What stands in the place of a finding.
  static func mark(_ finding: Finding) -> [UInt8] { Array("[redacted:\(finding.detector)]".utf8) }

  /// Returns a text with `[redacted:ID]` in the place of each finding's evidence.
  ///
  /// Findings that overlap become one mark. Evidence is widened to whole characters, so that valid UTF-8 stays valid.
  package static func redact(_ text: [UInt8], _ findings: [Finding]) -> [UInt8] {
    let ordered = findings.filter { $0.kind != .inspection && !$0.bytes.isEmpty }
      .sorted {
        ($0.bytes.lowerBound, $1.bytes.upperBound) < ($1.bytes.lowerBound, $0.bytes.upperBound)
      }
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var copied = 0
    for finding in ordered {
      let range = wholeCharacters(finding.bytes.clamped(to: 0..<text.count), text)
      if range.lowerBound >= copied {
        output += text[copied..<range.lowerBound]
        output += mark(finding)
      }
      copied = max(copied, range.upperBound)
    }
    return output + text[copied...]
  }

  /// Returns a text with `[redacted:ID]` in the place of each finding's evidence.
  package static func redact(_ text: String, _ findings: [Finding]) -> String {
    String(decoding: redact(Array(text.utf8), findings), as: UTF8.self)
  }

  /// Returns a JSON value with the evidence of findings taken out of its strings, numbers and keys.
  ///
  /// A number becomes a string. Keys that would become equal are numbered, so that the text stays valid JSON.
  package static func redact(_ value: JSONValue, _ findings: [LocatedFinding]) -> [UInt8] {
    JSONRewriter.rewrite(value, Redactions(findings))
  }

  private static func wholeCharacters(_ range: Range<Int>, _ text: [UInt8]) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    // A character has at most three bytes behind its first.
    while start > 0, start < text.count, range.lowerBound - start < 3, text[start] & 0xC0 == 0x80 {
      start -= 1
    }
    while end < text.count, end - range.upperBound < 3, text[end] & 0xC0 == 0x80 { end += 1 }
    return start..<end
  }
}

/// What becomes of the texts of a JSON value that something was found in.
private struct Redactions: TextChanges {
  private var values: [String: [Finding]] = [:]
  private var keys: [String: [Finding]] = [:]

  init(_ findings: [LocatedFinding]) {
    for located in findings {
      if located.isKey {
        keys[located.pointer, default: []].append(located.finding)
      } else {
        values[located.pointer, default: []].append(located.finding)
      }
    }
  }

  func string(_ text: String, at pointer: String) -> String? {
    values[pointer].map { Redaction.redact(text, $0) }
  }

  func key(_ name: String, at pointer: String) -> String? {
    keys[pointer].map { Redaction.redact(name, $0) }
  }

  func number(at pointer: String) -> String? {
    values[pointer]?.first { $0.kind != .inspection }.map {
      String(decoding: Redaction.mark($0), as: UTF8.self)
    }
  }
}
