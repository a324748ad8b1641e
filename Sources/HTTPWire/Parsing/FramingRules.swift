/// What the fields say about the message itself, decided strictly (RFC 9112, section 6.3; RFC 9110, section 10.1.1).
struct FramingRules: Sendable {
  private(set) var framing = HTTPRequestHead.BodyFraming.none
  private(set) var keepAlive: Bool
  private(set) var expectsContinue = false

  /// Decides on a request's fields, or says why they are ambiguous.
  init(_ fields: HTTPFields, of line: RequestLine, limits: HTTPLimits) throws(HTTPProblem) {
    keepAlive = line.version == .http11
    let wire = fields.wire.span
    var host: Range<Int>?
    var length: Int?
    var coding: Range<Int>?
    var closes = false
    for entry in fields.entries {
      // The length tells most fields apart, so that few are compared.
      switch entry.nameLength {
      case 4 where fields.matches(entry, .host):
        guard host == nil else { throw .repeatedHost }
        guard HTTPAuthority.split(wire, entry.value) != nil else { throw .invalidHost }
        host = entry.value
      case 14 where fields.matches(entry, .contentLength):
        guard length == nil else { throw .repeatedContentLength }
        length = try FramingRules.length(wire, entry.value)
      case 17 where fields.matches(entry, .transferEncoding):
        guard coding == nil else { throw .invalidTransferEncoding }
        coding = entry.value
      case 10 where fields.matches(entry, .connection):
        let options = FramingRules.connectionOptions(wire, entry.value)
        if options.close { closes = true }
        if options.keepAlive { keepAlive = true }
      case 6 where line.version == .http11 && fields.matches(entry, .expect):
        guard wire.equals(entry.value, lowercase: FramingRules.continue.span) else {
          throw .unknownExpectation
        }
        expectsContinue = true
      default: break
      }
    }
    if closes { keepAlive = false }
    try FramingRules.checkHost(host, wire, line)
    try setFraming(length, coding, wire, line)
    if case .length(let length) = framing, length > limits.maximumBodyBytes { throw .bodyTooLarge }
    if framing == .none { expectsContinue = false }
  }

  private static let close = Array("close".utf8)
  private static let keepAlive = Array("keep-alive".utf8)
  private static let chunked = Array("chunked".utf8)
  private static let `continue` = Array("100-continue".utf8)

  /// Says which options of a `Connection` field are about the connection's life (RFC 9112, section 9).
  static func connectionOptions(
    _ wire: Span<UInt8>, _ value: Range<Int>
  ) -> (close: Bool, keepAlive: Bool) {
    var options = (close: false, keepAlive: false)
    FieldList.forEach(wire, value) { option in
      if wire.equals(option, lowercase: close.span) { options.close = true }
      if wire.equals(option, lowercase: keepAlive.span) { options.keepAlive = true }
    }
    return options
  }

  /// Requires `Host` in HTTP/1.1, and that it names what an absolute or authority target names.
  private static func checkHost(
    _ host: Range<Int>?, _ wire: Span<UInt8>, _ line: RequestLine
  ) throws(HTTPProblem) {
    guard let host else {
      if line.version == .http11 { throw .missingHost }
      return
    }
    guard !line.parts.authority.isEmpty else { return }
    let named = line.target.utf8.prefix(line.parts.authority.upperBound)
      .dropFirst(line.parts.authority.lowerBound)
    let bytes = named.map(\.asciiLowercase)
    guard wire.equals(host, lowercase: bytes.span) else { throw .conflictingHost }
  }

  /// Reads a length: digits alone, within 64 bits.
  static func length(_ wire: Span<UInt8>, _ range: Range<Int>) throws(HTTPProblem) -> Int {
    guard (1...19).contains(range.count) else { throw .invalidContentLength }
    var length = 0
    for index in range {
      guard let digit = wire[index].decimalValue else { throw .invalidContentLength }
      let (tens, overflow) = length.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(digit)
      guard !overflow, !carry else { throw .invalidContentLength }
      length = sum
    }
    return length
  }

  private mutating func setFraming(
    _ length: Int?, _ coding: Range<Int>?, _ wire: Span<UInt8>, _ line: RequestLine
  ) throws(HTTPProblem) {
    if let coding {
      guard line.version == .http11 else { throw .transferEncodingInHTTP10 }
      guard length == nil else { throw .conflictingFraming }
      try FramingRules.checkCoding(wire, coding)
      framing = .chunked
    } else if let length, length > 0 {
      framing = .length(length)
    }
    if line.method == .connect, framing != .none { throw .contentInConnect }
  }

  /// Takes `chunked` alone; a list of other codings is 501, anything else 400.
  static func checkCoding(_ wire: Span<UInt8>, _ value: Range<Int>) throws(HTTPProblem) {
    if wire.equals(value, lowercase: chunked.span) { return }
    var isList = !value.isEmpty
    var hasOther = false
    FieldList.forEach(wire, value) { coding in
      if coding.isEmpty || !coding.allSatisfy({ ByteSet.token.contains(wire[$0]) }) {
        isList = false
      }
      if !wire.equals(coding, lowercase: chunked.span) { hasOther = true }
    }
    throw isList && hasOther ? .unsupportedTransferEncoding : .invalidTransferEncoding
  }
}
