/// Reads a response head from bytes that arrive in pieces (RFC 9112, section 2.1).
///
/// States: *line* → *fields* when the status line is read; *fields* → done at the empty line. Either may throw, after which
/// the parser is not used again.
struct ResponseHeadParser: Sendable {
  private var scanner = LineScanner()
  private var line: StatusLine?
  /// Where the fields begin, counted from where the head's bytes begin.
  private var fieldsStart = 0
  private var fields = FieldSectionParser()

  /// The head, what it says about its content, and the count of its bytes.
  typealias Result = (head: HTTPResponseHead, framing: ResponseFraming, length: Int)

  /// Reads on in a head that begins at an offset of a buffer; nil if more bytes are needed.
  mutating func parse(
    _ buffer: [UInt8], from start: Int, answering method: HTTPMethod, limits: HTTPLimits
  ) throws(HTTPResponseProblem) -> Result? {
    let line = try parseLine(buffer, from: start, limits: limits)
    guard let line else { return nil }
    do throws(HTTPProblem) {
      let sectionStart = start + fieldsStart
      guard try fields.parse(buffer.span, from: sectionStart, limits: limits) else { return nil }
      let section = fields.fields(of: buffer, from: sectionStart)
      let framing = try ResponseFraming(section, of: line, to: method, limits: limits)
      let head = HTTPResponseHead(line.status, fields: section)
      return (head, framing, fieldsStart + fields.length)
    } catch {
      throw .malformed(error)
    }
  }

  /// Reads the status line, or gives the one that was read before; nil if more bytes are needed.
  private mutating func parseLine(
    _ buffer: [UInt8], from start: Int, limits: HTTPLimits
  ) throws(HTTPResponseProblem) -> StatusLine? {
    if let line { return line }
    let found: LineScanner.Line?
    do throws(HTTPProblem) {
      found = try scanner.scan(
        buffer.span, from: start, limit: limits.maximumFieldLineBytes, tooLong: .fieldLineTooLong)
    } catch {
      throw .malformed(error)
    }
    guard let found else { return nil }
    fieldsStart = found.lengthWithEnd
    line = try StatusLine(buffer.span, start..<start + found.length)
    return line
  }
}
