/// Everything between the slashes and the path: userinfo, host and port.
extension URLParser {
  mutating func readAuthoritySlashes(_ byte: UInt8?) {
    if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") {
      // Any number of slashes of either kind may stand here.
      state = .specialAuthorityIgnoreSlashes
      return
    }
    state = .authority
    pointer -= 1
  }

  mutating func readAuthority(_ byte: UInt8?) -> Bool {
    if byte == UInt8(ascii: "@") {
      // Only the last `@` ends the userinfo; those before are part of it.
      if atSignSeen { append(UInt8(ascii: "@")) }
      atSignSeen = true
      takeUserinfo()
    } else if isEndOfAuthority(byte) {
      if atSignSeen && buffer.isEmpty { return false }
      pointer -= buffer.count + 1
      buffer = []
      state = .host
    } else if let byte {
      buffer.append(byte)
    }
    return true
  }

  private mutating func takeUserinfo() {
    for byte in buffer {
      if byte == UInt8(ascii: ":") && !passwordTokenSeen {
        passwordTokenSeen = true
      } else {
        append(byte)
      }
    }
    buffer = []
  }

  private mutating func append(_ byte: UInt8) {
    if passwordTokenSeen {
      PercentEncoding.append(byte, .userinfo, to: &password)
    } else {
      PercentEncoding.append(byte, .userinfo, to: &username)
    }
  }

  private func isEndOfAuthority(_ byte: UInt8?) -> Bool {
    switch byte {
    case nil, UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): true
    default: isBackslashSeparator(byte)
    }
  }

  mutating func readHost(_ byte: UInt8?) -> Bool {
    if byte == UInt8(ascii: ":") && !insideBrackets {
      guard !buffer.isEmpty, takeHost() else { return false }
      state = .port
      return true
    }
    if isEndOfAuthority(byte) {
      pointer -= 1
      if url.isSpecial && buffer.isEmpty { return false }
      guard takeHost() else { return false }
      state = .pathStart
      return true
    }
    if let byte {
      if byte == UInt8(ascii: "[") { insideBrackets = true }
      if byte == UInt8(ascii: "]") { insideBrackets = false }
      buffer.append(byte)
    }
    return true
  }

  private mutating func takeHost() -> Bool {
    if buffer.isEmpty {
      url.host = .empty
      return true
    }
    guard let host = HostParser.parse(buffer, isOpaque: !url.isSpecial) else { return false }
    url.host = host
    buffer = []
    return true
  }

  mutating func readPort(_ byte: UInt8?) -> Bool {
    if let byte, byte.isASCIIDigit {
      buffer.append(byte)
      return true
    }
    guard isEndOfAuthority(byte) else { return false }
    if !buffer.isEmpty {
      var value: UInt32 = 0
      for digit in buffer {
        value = value * 10 + UInt32(digit - UInt8(ascii: "0"))
        guard value <= 0xFFFF else { return false }
      }
      let port = UInt16(value)
      url.port = port == WebURL.defaultPort(of: url.scheme) ? nil : port
      buffer = []
    }
    state = .pathStart
    pointer -= 1
    return true
  }
}
