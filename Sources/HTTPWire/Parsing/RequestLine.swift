/// A checked request line (RFC 9112, section 3).
struct RequestLine: Sendable {
  var method: HTTPMethod
  var target: String
  var parts: RequestTarget
  var version: HTTPVersion

  /// Reads `method SP target SP version` from a range that holds no control bytes but tabs.
  init(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(HTTPProblem) {
    var index = range.lowerBound
    while index < range.upperBound, ByteSet.token.contains(bytes[index]) { index += 1 }
    guard index < range.upperBound, bytes[index] == .space else {
      throw index == range.upperBound ? .malformedRequestLine : .invalidMethod
    }
    guard index > range.lowerBound else { throw .malformedRequestLine }
    let methodRange = range.lowerBound..<index

    let targetStart = index + 1
    index = targetStart
    while index < range.upperBound, bytes[index] != .space { index += 1 }
    guard index > targetStart, index < range.upperBound else { throw .malformedRequestLine }
    let targetRange = targetStart..<index

    version = try RequestLine.version(bytes, index + 1..<range.upperBound)
    method = try RequestLine.method(bytes, methodRange)
    parts = try RequestTarget(bytes, targetRange, method: method)
    target = String(copying: try RequestLine.ascii(bytes.extracting(targetRange)))
  }

  @_lifetime(copy bytes)
  private static func ascii(_ bytes: Span<UInt8>) throws(HTTPProblem) -> UTF8Span {
    do { return try UTF8Span(validating: bytes) } catch { throw .invalidTarget }
  }

  private static func method(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(HTTPProblem) -> HTTPMethod {
    for method in HTTPMethod.standard where method.name.utf8.count == range.count {
      var index = range.lowerBound
      let isEqual = method.name.utf8.allSatisfy { byte in
        defer { index += 1 }
        return byte == bytes[index]
      }
      if isEqual { return method }
    }
    throw .unsupportedMethod
  }

  private static func version(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(HTTPProblem) -> HTTPVersion {
    for index in range where bytes[index] == .space { throw .malformedRequestLine }
    let start = range.lowerBound
    let prefix: StaticString = "HTTP/"
    guard range.count == 8, bytes[start + 6] == UInt8(ascii: "."),
      let major = bytes[start + 5].decimalValue, let minor = bytes[start + 7].decimalValue
    else { throw .malformedVersion }
    var index = start
    for byte in prefix.description.utf8 {
      guard bytes[index] == byte else { throw .malformedVersion }
      index += 1
    }
    switch (major, minor) {
    case (1, 1): return .http11
    case (1, 0): return .http10
    default: throw .unsupportedVersion
    }
  }
}
