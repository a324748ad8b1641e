import Calendar

/// One log line before it is written.
struct LogLine {
  let unixNanoseconds: Int64
  let level: LogLevel
  let component: StaticString
  let message: StaticString
  let fields: KeyValuePairs<StaticString, LogValue>
  /// How many lines with the same message were left out since the last one written.
  let suppressed: Int
}

/// How log lines are written.
package enum LogFormat: Sendable {
  /// For people: time, level, component, message, then `key=value`.
  case text
  /// For machines: one JSON object a line.
  case json
}

extension LogLine {
  /// The most bytes in a line with its line feed: what a pipe takes whole (`PIPE_BUF`), so that lines never mix.
  static let maximumBytes = 4_096
  /// About how many bytes one value takes, escaped; what is beyond is cut off.
  static let maximumValueBytes = 1_024

  /// What is kept free for `truncated`, the end of the object and the line feed.
  private static let reservedBytes = 32

  func bytes(_ format: LogFormat) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(256)
    let time = UTCTimestamp.text(unixNanoseconds)
    switch format {
    case .text: line += "\(time) \(level.rawValue.uppercased()) \(component): \(message)".utf8
    case .json:
      line += "{\"time\":\"\(time)\",\"level\":\"\(level.rawValue)\"".utf8
      LogLine.append("component", .string(component.description), to: &line, format)
      LogLine.append("message", .string(message.description), to: &line, format)
    }
    appendFields(to: &line, format)
    if format == .json { line.append(UInt8(ascii: "}")) }
    line.append(UInt8(ascii: "\n"))
    return line
  }

  /// Appends the fields that fit; `truncated` takes the place of the others.
  private func appendFields(to line: inout [UInt8], _ format: LogFormat) {
    if suppressed > 0 { LogLine.append("suppressed", LogValue(suppressed), to: &line, format) }
    for (key, value) in fields {
      let end = line.count
      LogLine.append(key.description, value, to: &line, format)
      guard line.count > LogLine.maximumBytes - LogLine.reservedBytes else { continue }
      line.removeSubrange(end...)
      LogLine.append("truncated", true, to: &line, format)
      return
    }
  }

  private static func append(
    _ key: String, _ value: LogValue, to line: inout [UInt8], _ format: LogFormat
  ) {
    switch format {
    case .text:
      line += " \(key)=".utf8
    case .json:
      line.append(UInt8(ascii: ","))
      LogText.quote(key, to: &line)
      line.append(UInt8(ascii: ":"))
    }
    switch value {
    case .integer(let integer): line += String(integer).utf8
    case .boolean(let boolean): line += String(boolean).utf8
    case .string(let string) where format == .text && LogText.isPlain(string): line += string.utf8
    case .string(let string): LogText.quote(string, to: &line)
    }
  }
}
