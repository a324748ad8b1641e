import ByteParsing

/// Resolves the references of schemas against where they stand (RFC 3986, section 5.2).
enum SchemaURI {
  /// Splits a reference at its fragment; nil where it has none.
  static func split(_ reference: String) -> (uri: String, fragment: String?) {
    guard let hash = reference.firstIndex(of: "#") else { return (reference, nil) }
    return (String(reference[..<hash]), String(reference[reference.index(after: hash)...]))
  }

  /// Resolves a reference without fragment.
  static func resolve(_ reference: String, against base: String) -> String {
    if reference.isEmpty { return base }
    if scheme(of: reference) != nil { return reference }
    let (prefix, path) = parts(of: base)
    if reference.hasPrefix("//") { return (scheme(of: base).map { "\($0):" } ?? "") + reference }
    if reference.hasPrefix("/") { return prefix + withoutDots(reference) }
    let directory = path.lastIndex(of: "/").map { path[...$0] } ?? (prefix.isEmpty ? "" : "/")
    return prefix + withoutDots(directory + reference)
  }

  private static func scheme(of uri: String) -> Substring? {
    guard let colon = uri.firstIndex(of: ":"), let first = uri.unicodeScalars.first,
      first.properties.isAlphabetic,
      uri[..<colon].utf8.allSatisfy({
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20
          || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || [0x2B, 0x2D, 0x2E].contains($0)
      })
    else { return nil }
    return uri[..<colon]
  }

  /// Scheme with authority, and path, of a URI.
  private static func parts(of uri: String) -> (prefix: String, path: Substring) {
    guard let scheme = scheme(of: uri) else { return ("", uri[...]) }
    let rest = uri[uri.index(scheme.endIndex, offsetBy: 1)...]
    guard rest.hasPrefix("//") else { return ("\(scheme):", rest) }
    let authority = rest.dropFirst(2).prefix { $0 != "/" }
    return ("\(scheme)://\(authority)", rest[authority.endIndex...])
  }

  private static func withoutDots(_ path: some StringProtocol) -> String {
    var kept: [Substring] = []
    let segments = Substring(path).split(separator: "/", omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      switch segment {
      case ".": if isLast { kept.append("") }
      case "..":
        if kept.count > 1 { kept.removeLast() }
        if isLast { kept.append("") }
      default: kept.append(segment)
      }
    }
    return kept.joined(separator: "/")
  }

  /// Undoes percent-encoding; nil where it is broken.
  static func decoded(_ fragment: String) -> String? {
    guard fragment.utf8.contains(UInt8(ascii: "%")) else { return fragment }
    var bytes: [UInt8] = []
    var rest = Array(fragment.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let value = Hex.decode(rest.prefix(2)), value.count == 1 else { return nil }
      bytes += value
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
