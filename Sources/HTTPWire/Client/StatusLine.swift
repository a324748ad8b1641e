/// A checked status line (RFC 9112, section 4).
struct StatusLine: Sendable {
  var version: HTTPVersion
  var status: HTTPStatus

  /// Reads `version SP code SP reason` from a range that holds no control bytes but tabs; the reason is passed over, and
  /// may be missing with the space before it, as some servers have it.
  init(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(HTTPResponseProblem) {
    let start = range.lowerBound
    guard range.count >= 12 else { throw .malformedStatusLine }
    var index = start
    for byte in "HTTP/".utf8 {
      guard bytes[index] == byte else { throw .malformedStatusLine }
      index += 1
    }
    guard let major = bytes[start + 5].decimalValue, bytes[start + 6] == UInt8(ascii: "."),
      let minor = bytes[start + 7].decimalValue, bytes[start + 8] == .space
    else { throw .malformedStatusLine }
    switch (major, minor) {
    case (1, 1): version = .http11
    case (1, 0): version = .http10
    default: throw .unsupportedVersion
    }
    var code = 0
    for index in start + 9..<start + 12 {
      guard let digit = bytes[index].decimalValue else { throw .malformedStatusLine }
      code = code * 10 + digit
    }
    guard range.count == 12 || bytes[start + 12] == .space, let status = HTTPStatus(code) else {
      throw .malformedStatusLine
    }
    self.status = status
  }
}
