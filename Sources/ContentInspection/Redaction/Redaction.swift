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
    var writer = RedactingWriter(findings)
    writer.write(value, pointer: "", depth: 0)
    return writer.bytes
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

/// Writes a JSON value anew without what was found in it.
private struct RedactingWriter {
  private var writer = JSONWriter()
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

  var bytes: [UInt8] { writer.bytes }

  mutating func write(_ value: JSONValue, pointer: String, depth: Int) {
    guard depth <= JSONLimits.deepest else { return writer.null() }
    switch value.kind {
    case .null, .bool: writer.value(value)
    case .string:
      guard let found = values[pointer] else { return writer.value(value) }
      writer.string(Redaction.redact(value.string ?? "", found))
    case .number:
      guard let found = values[pointer]?.first(where: { $0.kind != .inspection }) else {
        return writer.value(value)
      }
      writer.string(String(decoding: Redaction.mark(found), as: UTF8.self))
    case .array:
      writer.beginArray()
      for (position, element) in value.elements.enumerated() {
        write(element, pointer: "\(pointer)/\(position)", depth: depth + 1)
      }
      writer.endArray()
    case .object: writeObject(value, pointer, depth)
    }
  }

  private mutating func writeObject(_ value: JSONValue, _ pointer: String, _ depth: Int) {
    // Keys are told apart by their bytes, which `String` is not.
    var taken = Set(value.members.map { Array($0.key.utf8) })
    writer.beginObject()
    for (key, member) in value.members {
      let path = JSONPointer.appending(key, to: pointer)
      var name = key
      if let found = keys[path] {
        let redacted = Redaction.redact(key, found)
        var number = 1
        name = redacted
        while !taken.insert(Array(name.utf8)).inserted {
          number += 1
          name = "\(redacted)~\(number)"
        }
      }
      writer.key(name)
      write(member, pointer: path, depth: depth + 1)
    }
    writer.endObject()
  }
}
