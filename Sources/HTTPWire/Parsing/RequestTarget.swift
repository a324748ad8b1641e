import ByteParsing

/// A checked request target's form and the places of its parts, counted from its beginning (RFC 9112, section 3.2).
struct RequestTarget: Sendable, Hashable {
  let form: HTTPRequestHead.TargetForm
  /// Where host and port lie; empty in origin and asterisk form.
  let authority: Range<Int>
  /// Where the path lies, which ends at the query's `?` or the target's end; empty in the other two forms.
  let path: Range<Int>

  /// Decides on a target's form by its method and checks it against RFC 3986.
  init(_ bytes: Span<UInt8>, _ range: Range<Int>, method: HTTPMethod) throws(HTTPProblem) {
    let end = range.count
    if method == .connect {
      guard let (_, port) = HTTPAuthority.split(bytes, range), port != nil else {
        throw .invalidTarget
      }
      (form, authority, path) = (.authority, 0..<end, end..<end)
      return
    }
    if end == 1, bytes[range.lowerBound] == UInt8(ascii: "*") {
      guard method == .options else { throw .invalidTarget }
      (form, authority, path) = (.asterisk, 0..<0, end..<end)
      return
    }
    let base = range.lowerBound
    if bytes[base] == UInt8(ascii: "/") {
      (form, authority) = (.origin, 0..<0)
    } else {
      (form, authority) = (.absolute, try RequestTarget.authority(bytes, range))
    }
    let pathEnd = try RequestTarget.skip(.path, bytes, base + authority.upperBound..<base + end)
    path = authority.upperBound..<pathEnd - base
    guard path.upperBound < end else { return }
    guard bytes[pathEnd] == UInt8(ascii: "?"),
      try RequestTarget.skip(.query, bytes, pathEnd + 1..<base + end) == base + end
    else { throw .invalidTarget }
  }

  /// Finds the authority of `http://authority…` or `https://authority…`.
  private static func authority(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(HTTPProblem) -> Range<Int> {
    for scheme in [Array("http://".utf8), Array("https://".utf8)] where range.count > scheme.count {
      let start = range.lowerBound + scheme.count
      guard bytes.equals(range.lowerBound..<start, lowercase: scheme.span) else { continue }
      var end = start
      while end < range.upperBound, bytes[end] != UInt8(ascii: "/"), bytes[end] != UInt8(ascii: "?")
      {
        end += 1
      }
      guard HTTPAuthority.split(bytes, start..<end) != nil else { throw .invalidTarget }
      return start - range.lowerBound..<end - range.lowerBound
    }
    throw .invalidTarget
  }

  /// Passes bytes of a set and whole percent-encodings.
  private static func skip(
    _ set: ByteSet, _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(HTTPProblem) -> Int {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if set.contains(byte) {
        index += 1
      } else if byte == UInt8(ascii: "%") {
        guard index + 2 < range.upperBound, Hex.value(of: bytes[index + 1]) != nil,
          Hex.value(of: bytes[index + 2]) != nil
        else { throw .invalidTarget }
        index += 3
      } else {
        break
      }
    }
    return index
  }
}
