/// The URL Standard's state machine (https://url.spec.whatwg.org/#concept-basic-url-parse) without state override.
///
/// It looks at each byte a bounded number of times: only the authority is read twice, once for its userinfo and once for
/// its host. Bytes do for code points, since everything beyond ASCII is percent-encoded wherever it may stand.
struct URLParser {
  enum State {
    case schemeStart, scheme, noScheme, specialRelativeOrAuthority, pathOrAuthority, relative
    case relativeSlash, specialAuthoritySlashes, specialAuthorityIgnoreSlashes, authority, host
    case port, file, fileSlash, fileHost, pathStart, path, opaquePath, query, fragment
  }

  let input: [UInt8]
  let base: WebURL?
  var url = WebURL()
  var state = State.schemeStart
  var pointer = 0
  var buffer: [UInt8] = []
  /// The path's segments; of an opaque path, all of it in one.
  var segments: [[UInt8]] = []
  var query: [UInt8] = []
  var fragment: [UInt8] = []
  var username: [UInt8] = []
  var password: [UInt8] = []
  var atSignSeen = false
  var insideBrackets = false
  var passwordTokenSeen = false
  /// How many times the machine has looked at a byte, for tests of its bound.
  private(set) var steps = 0

  init(_ text: String, base: WebURL?) {
    let bytes = Array(text.utf8)
    var range = 0..<bytes.count
    while let last = range.last, bytes[last] <= 0x20 { range.removeLast() }
    while let first = range.first, bytes[first] <= 0x20 { range.removeFirst() }
    // Tabs and newlines are taken out wherever they stand.
    input = bytes[range].filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    self.base = base
  }

  /// Reads the URL; nil for failure.
  mutating func parse() -> WebURL? {
    while true {
      steps += 1
      guard step(byte(at: pointer)) else { return nil }
      if pointer >= input.count { break }
      pointer += 1
    }
    finish()
    return url
  }

  func byte(at index: Int) -> UInt8? {
    input.indices.contains(index) ? input[index] : nil
  }

  /// Whether the bytes behind the pointer begin with the text.
  func remainingStarts(with text: String) -> Bool {
    for (index, expected) in text.utf8.enumerated() {
      guard byte(at: pointer + 1 + index) == expected else { return false }
    }
    return true
  }

  private mutating func step(_ byte: UInt8?) -> Bool {
    switch state {
    case .schemeStart: readSchemeStart(byte)
    case .scheme: return readScheme(byte)
    case .noScheme: return readNoScheme(byte)
    case .specialRelativeOrAuthority: readSpecialRelativeOrAuthority(byte)
    case .pathOrAuthority: readPathOrAuthority(byte)
    case .relative: readRelative(byte)
    case .relativeSlash: readRelativeSlash(byte)
    case .specialAuthoritySlashes, .specialAuthorityIgnoreSlashes: readAuthoritySlashes(byte)
    case .authority: return readAuthority(byte)
    case .host: return readHost(byte)
    case .port: return readPort(byte)
    case .file: readFile(byte)
    case .fileSlash: readFileSlash(byte)
    case .fileHost: return readFileHost(byte)
    case .pathStart: readPathStart(byte)
    case .path: readPath(byte)
    case .opaquePath: readOpaquePath(byte)
    case .query: readQuery(byte)
    case .fragment:
      if let byte { PercentEncoding.append(byte, .fragment, to: &fragment) }
    }
    return true
  }

  private mutating func finish() {
    url.username = String(decoding: username, as: UTF8.self)
    url.password = String(decoding: password, as: UTF8.self)
    var path: [UInt8] = []
    for segment in segments {
      if !url.hasOpaquePath { path.append(UInt8(ascii: "/")) }
      path += segment
    }
    url.path = String(decoding: path, as: UTF8.self)
    if url.query != nil { url.query = String(decoding: query, as: UTF8.self) }
    if url.fragment != nil { url.fragment = String(decoding: fragment, as: UTF8.self) }
  }

  // MARK: - Schemes

  private mutating func readSchemeStart(_ byte: UInt8?) {
    if let byte, byte.isASCIILetter {
      buffer.append(byte | 0x20)
      state = .scheme
    } else {
      state = .noScheme
      pointer -= 1
    }
  }

  private mutating func readScheme(_ byte: UInt8?) -> Bool {
    if let byte, byte.isSchemeByte {
      buffer.append(byte.isASCIILetter ? byte | 0x20 : byte)
      return true
    }
    guard byte == UInt8(ascii: ":") else {
      buffer = []
      state = .noScheme
      pointer = -1
      return true
    }
    url.scheme = String(decoding: buffer, as: UTF8.self)
    buffer = []
    if url.scheme == "file" {
      state = .file
    } else if url.isSpecial {
      state = base?.scheme == url.scheme ? .specialRelativeOrAuthority : .specialAuthoritySlashes
    } else if remainingStarts(with: "/") {
      state = .pathOrAuthority
      pointer += 1
    } else {
      url.hasOpaquePath = true
      segments = [[]]
      state = .opaquePath
    }
    return true
  }

  private mutating func readNoScheme(_ byte: UInt8?) -> Bool {
    guard let base, !base.hasOpaquePath || byte == UInt8(ascii: "#") else { return false }
    if base.hasOpaquePath {
      url = base
      segments = [Array(base.path.utf8)]
      query = Array((base.query ?? "").utf8)
      startFragment()
    } else {
      state = base.scheme == "file" ? .file : .relative
      pointer -= 1
    }
    return true
  }

  private mutating func readSpecialRelativeOrAuthority(_ byte: UInt8?) {
    if byte == UInt8(ascii: "/") && remainingStarts(with: "/") {
      state = .specialAuthorityIgnoreSlashes
      pointer += 1
    } else {
      state = .relative
      pointer -= 1
    }
  }

  private mutating func readPathOrAuthority(_ byte: UInt8?) {
    if byte == UInt8(ascii: "/") {
      state = .authority
    } else {
      state = .path
      pointer -= 1
    }
  }

  // MARK: - Relative references

  private mutating func readRelative(_ byte: UInt8?) {
    guard let base else { return }
    url.scheme = base.scheme
    if byte == UInt8(ascii: "/") || isBackslashSeparator(byte) {
      state = .relativeSlash
      return
    }
    takeAuthority(of: base)
    takePath(of: base)
    switch byte {
    case UInt8(ascii: "?"): startQuery()
    case UInt8(ascii: "#"): keepQuery(of: base, before: byte)
    case nil: keepQuery(of: base, before: byte)
    default:
      shorten()
      state = .path
      pointer -= 1
    }
  }

  private mutating func readRelativeSlash(_ byte: UInt8?) {
    if url.isSpecial, byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") {
      state = .specialAuthorityIgnoreSlashes
    } else if byte == UInt8(ascii: "/") {
      state = .authority
    } else {
      if let base { takeAuthority(of: base) }
      state = .path
      pointer -= 1
    }
  }

  private mutating func takeAuthority(of base: WebURL) {
    username = Array(base.username.utf8)
    password = Array(base.password.utf8)
    url.host = base.host
    url.port = base.port
  }

  mutating func takePath(of base: WebURL) {
    segments = base.segments.map { Array($0.utf8) }
  }

  /// Keeps the base's query where the reference has neither path nor query of its own.
  mutating func keepQuery(of base: WebURL, before byte: UInt8?) {
    url.query = base.query
    query = Array((base.query ?? "").utf8)
    if byte != nil { startFragment() }
  }

  func isBackslashSeparator(_ byte: UInt8?) -> Bool {
    url.isSpecial && byte == UInt8(ascii: "\\")
  }

  // MARK: - Query and fragment

  mutating func startQuery() {
    url.query = ""
    query = []
    state = .query
  }

  mutating func startFragment() {
    url.fragment = ""
    state = .fragment
  }

  private mutating func readQuery(_ byte: UInt8?) {
    switch byte {
    case nil: break
    case UInt8(ascii: "#"): startFragment()
    case .some(let byte):
      PercentEncoding.append(byte, url.isSpecial ? .specialQuery : .query, to: &query)
    }
  }
}

extension UInt8 {
  var isASCIILetter: Bool { UInt8(ascii: "a") <= self | 0x20 && self | 0x20 <= UInt8(ascii: "z") }

  var isASCIIDigit: Bool { UInt8(ascii: "0") <= self && self <= UInt8(ascii: "9") }

  /// Whether the byte may stand in a scheme behind its first letter.
  var isSchemeByte: Bool {
    isASCIILetter || isASCIIDigit || self == UInt8(ascii: "+") || self == UInt8(ascii: "-")
      || self == UInt8(ascii: ".")
  }
}
