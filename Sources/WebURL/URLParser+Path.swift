/// Paths, and the file scheme with its drive letters.
extension URLParser {
  mutating func readPathStart(_ byte: UInt8?) {
    if url.isSpecial {
      state = .path
      if byte != UInt8(ascii: "/") && byte != UInt8(ascii: "\\") { pointer -= 1 }
      return
    }
    switch byte {
    case UInt8(ascii: "?"): startQuery()
    case UInt8(ascii: "#"): startFragment()
    case nil: break
    default:
      state = .path
      if byte != UInt8(ascii: "/") { pointer -= 1 }
    }
  }

  mutating func readPath(_ byte: UInt8?) {
    let isSeparator = byte == UInt8(ascii: "/") || isBackslashSeparator(byte)
    guard isSeparator || isEndOfPath(byte) else {
      if let byte { PercentEncoding.append(byte, .path, to: &buffer) }
      return
    }
    if Self.isDoubleDot(buffer) {
      shorten()
      if !isSeparator { segments.append([]) }
    } else if Self.isSingleDot(buffer) {
      if !isSeparator { segments.append([]) }
    } else {
      if url.scheme == "file", segments.isEmpty, Self.isDriveLetter(buffer) {
        buffer[1] = UInt8(ascii: ":")
      }
      segments.append(buffer)
    }
    buffer = []
    if byte == UInt8(ascii: "?") { startQuery() }
    if byte == UInt8(ascii: "#") { startFragment() }
  }

  mutating func readOpaquePath(_ byte: UInt8?) {
    switch byte {
    case nil: break
    case UInt8(ascii: "?"): startQuery()
    case UInt8(ascii: "#"): startFragment()
    case UInt8(ascii: " ") where remainingStarts(with: "?") || remainingStarts(with: "#"):
      // A space at the end would be lost when the URL is read again.
      segments[0] += Array("%20".utf8)
    case .some(let byte): PercentEncoding.append(byte, .control, to: &segments[0])
    }
  }

  private func isEndOfPath(_ byte: UInt8?) -> Bool {
    byte == nil || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  /// Takes the last segment off, but never a drive letter.
  mutating func shorten() {
    if url.scheme == "file", segments.count == 1, Self.isNormalizedDriveLetter(segments[0]) {
      return
    }
    _ = segments.popLast()
  }

  // MARK: - Files

  mutating func readFile(_ byte: UInt8?) {
    url.scheme = "file"
    url.host = .empty
    if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") {
      state = .fileSlash
      return
    }
    guard let base, base.scheme == "file" else {
      state = .path
      pointer -= 1
      return
    }
    url.host = base.host
    takePath(of: base)
    switch byte {
    case UInt8(ascii: "?"): startQuery()
    case UInt8(ascii: "#"), nil: keepQuery(of: base, before: byte)
    default:
      if startsWithDriveLetter(at: pointer) { segments = [] } else { shorten() }
      state = .path
      pointer -= 1
    }
  }

  mutating func readFileSlash(_ byte: UInt8?) {
    if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") {
      state = .fileHost
      return
    }
    if let base, base.scheme == "file" {
      url.host = base.host
      if !startsWithDriveLetter(at: pointer), let first = base.segments.first,
        Self.isNormalizedDriveLetter(Array(first.utf8))
      {
        segments.append(Array(first.utf8))
      }
    }
    state = .path
    pointer -= 1
  }

  mutating func readFileHost(_ byte: UInt8?) -> Bool {
    guard isEndOfPath(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") else {
      if let byte { buffer.append(byte) }
      return true
    }
    pointer -= 1
    if Self.isDriveLetter(buffer) {
      // It is the path's first segment, and stays in the buffer for it.
      state = .path
      return true
    }
    if !buffer.isEmpty {
      guard let host = HostParser.parse(buffer, isOpaque: false) else { return false }
      url.host = host == .domain("localhost") ? .empty : host
      buffer = []
    }
    state = .pathStart
    return true
  }

  // MARK: - Segments that mean something

  private static func isSingleDot(_ segment: [UInt8]) -> Bool {
    dots(in: segment) == 1
  }

  private static func isDoubleDot(_ segment: [UInt8]) -> Bool {
    dots(in: segment) == 2
  }

  /// How many dots, plain or as `%2e`, a segment consists of; nil if it holds anything else.
  private static func dots(in segment: [UInt8]) -> Int? {
    guard segment.count <= 6 else { return nil }
    var count = 0
    var index = 0
    while index < segment.count {
      if segment[index] == UInt8(ascii: ".") {
        index += 1
      } else if segment.count - index >= 3, segment[index] == UInt8(ascii: "%"),
        segment[index + 1] == UInt8(ascii: "2"), segment[index + 2] | 0x20 == UInt8(ascii: "e")
      {
        index += 3
      } else {
        return nil
      }
      count += 1
    }
    return count
  }

  private static func isDriveLetter(_ segment: [UInt8]) -> Bool {
    segment.count == 2 && segment[0].isASCIILetter
      && (segment[1] == UInt8(ascii: ":") || segment[1] == UInt8(ascii: "|"))
  }

  private static func isNormalizedDriveLetter(_ segment: [UInt8]) -> Bool {
    isDriveLetter(segment) && segment[1] == UInt8(ascii: ":")
  }

  /// Whether the text from an offset on starts with a drive letter that is a segment of its own.
  private func startsWithDriveLetter(at start: Int) -> Bool {
    guard let letter = byte(at: start), let mark = byte(at: start + 1),
      Self.isDriveLetter([letter, mark])
    else { return false }
    switch byte(at: start + 2) {
    case nil, UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "#"):
      return true
    default: return false
    }
  }
}
