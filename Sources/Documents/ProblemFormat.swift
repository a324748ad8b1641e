import JSON
import YAML

/// The forms in which problems are shown: to people, to programs, and to those that show them beside the text.
package enum ProblemFormat: String, Sendable, CaseIterable {
  /// A line a problem, as compilers write it.
  case text
  /// A list of objects.
  case json
  /// The Static Analysis Results Interchange Format, OASIS SARIF 2.1.0.
  case sarif
  /// Commands of GitHub's workflows, which turn them into notes beside the lines.
  case github

  /// Writes problems; the text has an end of line unless it is empty.
  package func write(_ problems: [DocumentProblem], tool: String, version: String) -> String {
    switch self {
    case .text: problems.map { "\($0)\n" }.joined()
    case .json: Self.json(problems)
    case .sarif: Self.sarif(problems, tool: tool, version: version)
    case .github: problems.map { "\(Self.command($0))\n" }.joined()
    }
  }

  private static func json(_ problems: [DocumentProblem]) -> String {
    var writer = JSONWriter()
    writer.beginArray()
    for problem in problems {
      writer.beginObject()
      writer.member("severity", problem.severity.rawValue)
      writer.member("code", problem.code)
      writer.member("file", problem.source)
      writer.member("line", problem.position.line)
      writer.member("column", problem.position.column)
      writer.member("message", problem.message)
      writer.member("hint", problem.hint)
      writer.endObject()
    }
    writer.endArray()
    return String(decoding: writer.bytes, as: UTF8.self) + "\n"
  }

  // MARK: SARIF

  private static func sarif(
    _ problems: [DocumentProblem], tool: String, version: String
  ) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
    writer.member("version", "2.1.0")
    writer.key("runs")
    writer.beginArray()
    writer.beginObject()
    writeTool(tool, version, Set(problems.map(\.code)).sorted(), to: &writer)
    writer.key("results")
    writer.beginArray()
    for problem in problems { writeResult(problem, to: &writer) }
    writer.endArray()
    writer.endObject()
    writer.endArray()
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self) + "\n"
  }

  private static func writeTool(
    _ name: String, _ version: String, _ codes: [String], to writer: inout JSONWriter
  ) {
    writer.key("tool")
    writer.beginObject()
    writer.key("driver")
    writer.beginObject()
    writer.member("name", name)
    writer.member("version", version)
    writer.key("rules")
    writer.beginArray()
    for code in codes {
      writer.beginObject()
      writer.member("id", code)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endObject()
  }

  private static func writeResult(_ problem: DocumentProblem, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("ruleId", problem.code)
    writer.member("level", problem.severity.rawValue)
    writer.key("message")
    writer.beginObject()
    writer.member("text", problem.message + (problem.hint.map { " (\($0))" } ?? ""))
    writer.endObject()
    writer.key("locations")
    writer.beginArray()
    writer.beginObject()
    writer.key("physicalLocation")
    writer.beginObject()
    writer.key("artifactLocation")
    writer.beginObject()
    writer.member("uri", uri(problem.source))
    writer.endObject()
    writer.key("region")
    writer.beginObject()
    writer.member("startLine", problem.position.line)
    writer.member("startColumn", problem.position.column)
    writer.endObject()
    writer.endObject()
    writer.endObject()
    writer.endArray()
    writer.endObject()
  }

  /// A path as a relative reference (RFC 3986, section 4.2).
  private static func uri(_ path: String) -> String {
    escape(path) { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E: true
      default: false
      }
    }
  }

  // MARK: GitHub

  private static func command(_ problem: DocumentProblem) -> String {
    let file = escape(problem.source) { ![0x25, 0x0A, 0x0D, 0x2C, 0x3A].contains($0) }
    let text = escape(problem.message + (problem.hint.map { " (\($0))" } ?? "")) {
      ![0x25, 0x0A, 0x0D].contains($0)
    }
    let place = "file=\(file),line=\(problem.position.line),col=\(problem.position.column)"
    return "::\(problem.severity.rawValue) \(place),title=\(problem.code)::\(text)"
  }

  /// Writes the bytes that may not stand plainly as `%` and two hexadecimal digits.
  private static func escape(_ text: String, unless isPlain: (UInt8) -> Bool) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      guard !isPlain(byte) else {
        bytes.append(byte)
        continue
      }
      let digits = String(byte, radix: 16, uppercase: true)
      bytes += "%\(digits.count == 1 ? "0" : "")\(digits)".utf8
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
