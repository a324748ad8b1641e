/// Reads a request head from bytes that arrive in pieces (RFC 9112, section 2.1).
///
/// States: *line* → *fields* when the request line is read; *fields* → done at the empty line. Either may throw, after which
/// the parser is not used again.
struct RequestHeadParser: Sendable {
  private var scanner = LineScanner()
  private var line: RequestLine?
  /// Where the fields begin, counted from where the head's bytes begin.
  private var fieldsStart = 0
  private var fields = FieldSectionParser()
  private var skippedEmptyLine = false

  /// The head and the count of its bytes.
  typealias Result = (head: HTTPRequestHead, length: Int)

  /// Reads on in a head that begins at an offset of a buffer; nil if more bytes are needed.
  mutating func parse(
    _ buffer: [UInt8], from start: Int, limits: HTTPLimits
  ) throws(HTTPProblem) -> Result? {
    let bytes = buffer.span
    if line == nil {
      guard try parseLine(bytes, from: start, limits: limits) else { return nil }
    }
    guard let line, try fields.parse(bytes, from: start + fieldsStart, limits: limits) else {
      return nil
    }
    let length = fieldsStart + fields.length
    let section = fields.fields(of: buffer, from: start + fieldsStart)
    let rules = try FramingRules(section, of: line, limits: limits)
    let head = HTTPRequestHead(
      method: line.method, target: line.target, version: line.version, fields: section,
      framing: rules.framing, keepAlive: rules.keepAlive, expectsContinue: rules.expectsContinue,
      parts: line.parts)
    return (head, length)
  }

  private mutating func parseLine(
    _ bytes: Span<UInt8>, from start: Int, limits: HTTPLimits
  ) throws(HTTPProblem) -> Bool {
    while true {
      let lineStart = start + fieldsStart
      guard
        let found = try scanner.scan(
          bytes, from: lineStart, limit: limits.maximumRequestLineBytes,
          tooLong: .requestLineTooLong)
      else { return false }
      fieldsStart += found.lengthWithEnd
      // One empty line may precede a request: old clients end a body with one (RFC 9112, section 2.2).
      if found.length == 0, !skippedEmptyLine {
        skippedEmptyLine = true
        continue
      }
      line = try RequestLine(bytes, lineStart..<lineStart + found.length)
      return true
    }
  }
}
