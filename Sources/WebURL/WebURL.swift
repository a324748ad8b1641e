internal import ByteParsing

/// A URL as the URL Standard reads it (https://url.spec.whatwg.org/), which is how browsers and most clients do.
package struct WebURL: Sendable, Hashable, CustomStringConvertible {
  /// The longest text that is read, in bytes of UTF-8.
  package static let maximumLength = 65_536

  /// Lower case, without the colon.
  package internal(set) var scheme = "" {
    didSet { isSpecial = Self.isSpecial(scheme) }
  }
  /// Whether the scheme is one of those that browsers know.
  package private(set) var isSpecial = false
  /// Percent-encoded; empty where there is none.
  package internal(set) var username = ""
  package internal(set) var password = ""
  /// Nil for a URL without authority, such as `mailto:ann@example.com`.
  package internal(set) var host: URLHost?
  /// Nil where there is none or it is the scheme's own.
  package internal(set) var port: UInt16?
  /// Percent-encoded: opaque text, or segments that each follow a slash.
  package internal(set) var path = ""
  /// Whether the path is text without structure, as in `data:` URLs.
  package internal(set) var hasOpaquePath = false
  /// Percent-encoded, without the question mark.
  package internal(set) var query: String?
  /// Percent-encoded, without the number sign.
  package internal(set) var fragment: String?

  init() {}

  /// Reads a URL, or a reference relative to `base`; nil where the standard says failure or the text is too long.
  package init?(_ text: String, base: WebURL? = nil) {
    guard text.utf8.count <= Self.maximumLength else { return nil }
    var parser = URLParser(text, base: base)
    guard let url = parser.parse() else { return nil }
    self = url
  }

  /// The port a connection goes to; nil where the scheme has none of its own and none is given.
  package var effectivePort: UInt16? { port ?? Self.defaultPort(of: scheme) }

  /// The serialised URL, which reads as the same URL again.
  package var description: String {
    var text = scheme + ":"
    if let host {
      text += "//"
      if !username.isEmpty || !password.isEmpty {
        text += username
        if !password.isEmpty { text += ":" + password }
        text += "@"
      }
      text += host.description
      if let port { text += ":\(port)" }
    } else if !hasOpaquePath, path.utf8.starts(with: "//".utf8) {
      // Otherwise the path would read as a host.
      text += "/."
    }
    text += path
    if let query { text += "?" + query }
    if let fragment { text += "#" + fragment }
    return text
  }

  /// The segments of a path that has structure, percent-encoded.
  var segments: [Substring] {
    path.isEmpty ? [] : path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
  }

  /// The bytes of the path after percent-decoding.
  package var decodedPath: [UInt8] { PercentEncoding.decode(Array(path.utf8)) }

  package static func isSpecial(_ scheme: String) -> Bool {
    switch scheme {
    case "http", "https", "ws", "wss", "ftp", "file": true
    default: false
    }
  }

  /// The port that a scheme stands for; nil for one that browsers do not know.
  package static func defaultPort(of scheme: String) -> UInt16? {
    switch scheme {
    case "http", "ws": 80
    case "https", "wss": 443
    case "ftp": 21
    default: nil
    }
  }
}
