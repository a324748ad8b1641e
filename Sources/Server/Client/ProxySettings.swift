import ByteParsing
package import HTTPWire

/// Which requests go through which proxy.
package struct ProxySettings: Sendable {
  /// A proxy and what it is told with each request; its credentials, if any, are among the fields.
  package struct Proxy: Sendable, Equatable {
    package var origin: HTTPOrigin
    package var fields: HTTPFields

    package init(_ origin: HTTPOrigin, fields: HTTPFields = [:]) {
      self.origin = origin
      self.fields = fields
    }
  }

  /// For `http` requests, which the proxy reads; nil for none.
  package var plain: Proxy?
  /// For `https` requests, through a tunnel; nil for none.
  package var encrypted: Proxy?
  private let exceptions: ProxyExceptions

  /// - Parameter exceptions: the hosts that are reached directly, as `NO_PROXY` lists them.
  package init(plain: Proxy?, encrypted: Proxy?, exceptions: String = "") {
    self.plain = plain
    self.encrypted = encrypted
    self.exceptions = ProxyExceptions(exceptions)
  }

  package static let none = ProxySettings(plain: nil, encrypted: nil)

  /// The proxy that leads to an origin; nil where it is reached directly, as this machine always is.
  package func proxy(for origin: HTTPOrigin) -> Proxy? {
    guard let proxy = origin.isEncrypted ? encrypted : plain, !exceptions.contains(origin) else {
      return nil
    }
    return proxy
  }
}

extension ProxySettings {
  /// Reads `http_proxy`, `https_proxy` and `no_proxy`, in small letters or, where those are missing, in capitals.
  ///
  /// - Throws: what is wrong with a variable, which is named.
  package init(environment: [String: String]) throws(ProxyProblem) {
    func value(_ name: String) -> String? {
      let value = environment[name] ?? environment[name.uppercased()]
      return value?.isEmpty == false ? value : nil
    }
    func proxy(_ name: String) throws(ProxyProblem) -> Proxy? {
      guard let text = value(name) else { return nil }
      guard let proxy = Proxy(url: text) else { throw ProxyProblem(setting: name) }
      return proxy
    }
    self.init(
      plain: try proxy("http_proxy"), encrypted: try proxy("https_proxy"),
      exceptions: value("no_proxy") ?? "")
  }
}

/// Says which setting of a proxy is wrong; its value may hold a password and is not told.
package struct ProxyProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package let setting: String

  package var description: String {
    "`\(setting)` is not the address of a proxy; write `http://host:port` or `http://user:password@host:port`"
  }
}

extension ProxySettings.Proxy {
  /// Reads `http://host:port`, with `user:password@` before the host where the proxy asks for it; nil for any other text.
  package init?(url text: String) {
    guard text.utf8.starts(with: "http://".utf8) else { return nil }
    var rest = Array(text.utf8.dropFirst(7))
    if rest.last == UInt8(ascii: "/") { rest.removeLast() }
    var fields = HTTPFields()
    if let at = rest.lastIndex(of: UInt8(ascii: "@")) {
      let credentials = Self.percentDecoded(rest[..<at])
      let value = "Basic \(Base64.encode(credentials))"
      guard credentials.contains(UInt8(ascii: ":")), let value = HTTPFieldValue(checking: value)
      else { return nil }
      fields.append(.proxyAuthorization, value)
      rest.removeFirst(at + 1)
    }
    guard let authority = HTTPAuthority(String(decoding: rest, as: UTF8.self)) else { return nil }
    self.init(HTTPOrigin(isEncrypted: false, authority: authority), fields: fields)
  }

  /// Decodes each `%` with two hexadecimal digits behind it; any other stays.
  private static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(Hex.value),
        let low = rest.dropFirst().first.flatMap(Hex.value)
      {
        decoded.append(high << 4 | low)
        rest = rest.dropFirst(2)
      } else {
        decoded.append(byte)
      }
    }
    return decoded
  }
}
