import ByteParsing
import WebURL

/// Reads the ways in which command lines write hosts.
enum HostText {
  /// The longest text that is looked at.
  private static let maximumLength = 16_384

  /// What other programs than browsers may take the text for: where they end the host at other characters.
  ///
  /// To RFC 3986 a backslash is no slash, and may stand in the userinfo; to old parsers so may `#` and `?`.
  static func otherSpellings(of text: String) -> [String] {
    guard text.utf8.contains(UInt8(ascii: "@")), text.utf8.count <= maximumLength else { return [] }
    var spellings: [String] = []
    if text.utf8.contains(UInt8(ascii: "\\")) {
      spellings.append(encoding(text[...], [UInt8(ascii: "\\")]))
    }
    let front = text.firstRange(ofBytes: "//")?.upperBound ?? text.startIndex
    if let end = text.utf8[front...].firstIndex(where: isEndOfAuthority),
      text.utf8[end] != UInt8(ascii: "/"), text.utf8[end...].contains(UInt8(ascii: "@"))
    {
      let rest = encoding(text[end...], [UInt8(ascii: "#"), UInt8(ascii: "?")])
      spellings.append(text[..<end] + rest)
    }
    return spellings
  }

  private static func encoding(_ text: Substring, _ encoded: [UInt8]) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if encoded.contains(byte) {
        bytes.append(UInt8(ascii: "%"))
        bytes += Hex.encode([byte]).utf8
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isEndOfAuthority(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  /// A plain URL of the web without what follows its host: that is the most of it, and says nothing of the host.
  static func upToPath(_ text: String) -> String {
    let bytes = text.utf8.span
    let isWeb =
      text.utf8.starts(with: "http://".utf8) || text.utf8.starts(with: "https://".utf8)
    guard isWeb, bytes.count <= maximumLength else { return text }
    for index in bytes.indices {
      let byte = bytes[index]
      if byte <= 0x20 || byte == UInt8(ascii: "@") || byte == UInt8(ascii: "\\") { return text }
    }
    var end = "http:".utf8.count
    while end < bytes.count, bytes[end] != UInt8(ascii: "/") { end += 1 }
    while end < bytes.count, bytes[end] == UInt8(ascii: "/") { end += 1 }
    while end < bytes.count, !isEndOfAuthority(bytes[end]) { end += 1 }
    return String(text[..<text.utf8.index(text.startIndex, offsetBy: end)])
  }

  /// The URL that the text is, or that a program would make of it, and the port it says; nil where it is none.
  static func url(_ text: String, scheme: String?) -> (url: WebURL, port: UInt16?)? {
    guard text.utf8.count <= maximumLength else { return nil }
    let trimmed = Substring(text.utf8.drop { $0 <= 0x20 })
    if let (inner, rest) = splitScheme(trimmed) {
      // `jar:http://host!/entry` and `view-source:http://host` wrap a URL.
      if wrappers.contains(inner.lowercased()) {
        let wrapped = rest.firstRange(ofBytes: "!/").map { rest[..<$0.lowerBound] } ?? rest
        return url(String(wrapped), scheme: scheme)
      }
      // Of other schemes only those with two slashes have a host.
      let isURL = rest.utf8.starts(with: "//".utf8)
      if isURL || WebURL.isSpecial(inner.lowercased()) {
        let url = WebURL(String(trimmed))
        if isURL || url?.host != nil { return url.map { ($0, $0.effectivePort) } }
      }
    }
    let front = trimmed.utf8.starts(with: "//".utf8) ? trimmed.dropFirst(2) : trimmed
    let reading = authority(of: front, scheme: scheme)
    // Read as a web host whatever the scheme, so that every spelling of an address is seen through.
    guard let url = WebURL("http://\(reading)") else { return nil }
    // 80 is the web's own port and falls away; here it was written.
    let isWeb = reading.utf8.prefix { $0 != UInt8(ascii: "/") }.reversed()
      .starts(with: ":80".utf8.reversed())
    return (url, url.port ?? (isWeb ? 80 : scheme.flatMap(WebURL.defaultPort)))
  }

  /// The text before the unknown part of a word, if the host stands in it for certain.
  static func partBeforeUnknown(_ prefix: String, scheme: String?) -> String? {
    var rest = prefix[...]
    if let (_, behind) = splitScheme(rest), behind.utf8.starts(with: "//".utf8) { rest = behind }
    while rest.utf8.first == UInt8(ascii: "/") { rest.removeFirst() }
    let ends = rest.utf8.contains { byte in
      switch byte {
      case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): true
      // What follows could be a password, and the host only come then, unless the program takes a path there.
      case UInt8(ascii: ":"): isRemoteCopy(scheme)
      default: false
      }
    }
    return ends ? prefix : nil
  }

  /// What stands for the host in text without a scheme; of `user@host:path`, without the path.
  private static func authority(of text: Substring, scheme: String?) -> String {
    let end = text.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
    var front = text[..<(end ?? text.endIndex)]
    let rest = text[front.endIndex...]
    // Two colons and more without brackets are an address by itself.
    let host = front.utf8.lastIndex(of: UInt8(ascii: "@")).map {
      front[front.utf8.index(after: $0)...]
    }
    let bare = host ?? front
    if bare.utf8.first != UInt8(ascii: "["), bare.utf8.filter({ $0 == UInt8(ascii: ":") }).count > 1
    {
      if !isRemoteCopy(scheme), URLHost("[\(bare)]") != nil {
        return "\(front[..<bare.startIndex])[\(bare)]\(rest)"
      }
    }
    if let colon = portMark(in: bare) {
      let port = bare[bare.utf8.index(after: colon)...]
      let isPort = !port.isEmpty && port.utf8.allSatisfy { 0x30...0x39 ~= $0 }
      if !isPort && (isRemoteCopy(scheme) || scheme == nil) { front = front[..<colon] }
      if isPort && isRemoteCopy(scheme) && scheme != "ssh" { front = front[..<colon] }
    }
    return String(front) + (rest.utf8.first == UInt8(ascii: "/") ? String(rest) : "")
  }

  /// The colon behind the host.
  private static func portMark(in host: Substring) -> Substring.Index? {
    if host.utf8.first == UInt8(ascii: "["),
      let end = host.utf8.firstIndex(of: UInt8(ascii: "]"))
    {
      return host[end...].utf8.firstIndex(of: UInt8(ascii: ":"))
    }
    return host.utf8.firstIndex(of: UInt8(ascii: ":"))
  }

  /// Whether a program of that scheme reads `host:path`.
  private static func isRemoteCopy(_ scheme: String?) -> Bool {
    switch scheme {
    case "ssh", "scp", "sftp", "rsync", "git": true
    default: false
    }
  }

  private static let wrappers: Set<String> = ["jar", "view-source", "url", "blob", "feed"]

  /// A scheme of two letters or more, and what follows its colon.
  private static func splitScheme(_ text: Substring) -> (Substring, Substring)? {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let scheme = text[..<colon]
    guard scheme.utf8.count > 1, let first = scheme.utf8.first,
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= first | 0x20,
      scheme.utf8.allSatisfy({ byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
          UInt8(ascii: "."):
          true
        default: false
        }
      })
    else { return nil }
    return (scheme, text[text.utf8.index(after: colon)...])
  }
}
