/// Reads field lines up to the empty line that ends them: those of a head, or trailers (RFC 9112, section 5).
struct FieldSectionParser: Sendable {
  /// Bytes of the lines read so far; with the empty line, once it is read.
  private(set) var length = 0
  private var scanner = LineScanner()
  private var entries: [HTTPFields.Entry] = []

  /// Reads on in a section that begins at an offset; true when the empty line is read.
  mutating func parse(
    _ bytes: Span<UInt8>, from start: Int, limits: HTTPLimits
  ) throws(HTTPProblem) -> Bool {
    while true {
      let left = limits.maximumFieldBytes - length - 2
      let limit = min(limits.maximumFieldLineBytes, max(left, 0))
      let tooLong: HTTPProblem =
        limit < limits.maximumFieldLineBytes ? .fieldsTooLarge : .fieldLineTooLong
      guard
        let line = try scanner.scan(bytes, from: start + length, limit: limit, tooLong: tooLong)
      else { return false }
      if line.length == 0 {
        length += line.lengthWithEnd
        return true
      }
      guard entries.count < limits.maximumFieldCount else { throw .tooManyFields }
      if entries.isEmpty { entries.reserveCapacity(16) }
      entries.append(try FieldSectionParser.entry(bytes, at: start + length, line, base: start))
      length += line.lengthWithEnd
    }
  }

  /// Makes fields of the section read, which begins at an offset of a buffer.
  consuming func fields(of bytes: [UInt8], from start: Int) -> HTTPFields {
    HTTPFields(uncheckedWire: Array(bytes[start..<start + length - 2]), entries: entries)
  }

  /// Splits a line at its colon, with places counted from the section's beginning.
  private static func entry(
    _ bytes: Span<UInt8>, at start: Int, _ line: LineScanner.Line, base: Int
  ) throws(HTTPProblem) -> HTTPFields.Entry {
    let end = start + line.length
    var colon = start
    while colon < end, ByteSet.token.contains(bytes[colon]) { colon += 1 }
    guard colon > start, colon < end, bytes[colon] == UInt8(ascii: ":") else {
      throw problem(bytes, colon..<end, isFirst: colon == start)
    }
    var first = colon + 1
    var last = end
    while first < last, ByteSet.whitespace.contains(bytes[first]) { first += 1 }
    while first < last, ByteSet.whitespace.contains(bytes[last - 1]) { last -= 1 }
    if !line.isASCII {
      guard (try? UTF8Span(validating: bytes.extracting(first..<last))) != nil else {
        throw .invalidFieldText
      }
    }
    return HTTPFields.Entry(
      nameStart: UInt32(start - base), nameLength: UInt32(colon - start),
      valueStart: UInt32(first - base), valueLength: UInt32(last - first))
  }

  /// Says what is wrong with a line whose name is not followed by a colon.
  private static func problem(
    _ bytes: Span<UInt8>, _ rest: Range<Int>, isFirst: Bool
  ) -> HTTPProblem {
    var index = rest.lowerBound
    while index < rest.upperBound, ByteSet.whitespace.contains(bytes[index]) { index += 1 }
    if index == rest.lowerBound { return .malformedField }
    if isFirst { return .foldedField }
    let isColon = index < rest.upperBound && bytes[index] == UInt8(ascii: ":")
    return isColon ? .spaceBeforeColon : .malformedField
  }
}
