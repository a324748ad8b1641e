/// Writes requests as HTTP/1.1 messages (RFC 9112, sections 3 and 6).
enum HTTPRequestEncoder {
  /// Appends a request with its content.
  ///
  /// - Parameter proxyFields: what the proxy is told; nil where the request goes to its origin (RFC 9112, section 3.2.2).
  static func append(_ request: HTTPRequest, proxyFields: HTTPFields?, to output: inout [UInt8]) {
    output.append(contentsOf: request.method.name.utf8)
    output.append(.space)
    if proxyFields != nil { output.append(contentsOf: request.url.origin.description.utf8) }
    output.append(contentsOf: request.url.target.utf8)
    appendVersionAndHost(request.url.origin.authority, to: &output)
    if let proxyFields { output.append(contentsOf: proxyFields.wire) }
    for entry in request.fields.entries where !isOurs(request.fields, entry) {
      output.appendLine(entry, of: request.fields)
    }
    if !request.body.isEmpty || request.method.expectsContent {
      output.append(contentsOf: "content-length: ".utf8)
      output.appendDecimal(request.body.count)
      output.appendLineEnd()
    }
    output.appendLineEnd()
    output.append(contentsOf: request.body)
  }

  /// Appends a request for a tunnel (RFC 9110, section 9.3.6).
  static func appendConnect(
    _ origin: HTTPOrigin, proxyFields: HTTPFields, to output: inout [UInt8]
  ) {
    let authority = "\(origin.host):\(origin.port)"
    output.append(contentsOf: "CONNECT \(authority)".utf8)
    appendVersionAndHost(authority, to: &output)
    output.append(contentsOf: proxyFields.wire)
    output.appendLineEnd()
  }

  private static func appendVersionAndHost(_ host: String, to output: inout [UInt8]) {
    output.append(contentsOf: " HTTP/1.1\r\nhost: ".utf8)
    output.append(contentsOf: host.utf8)
    output.appendLineEnd()
  }

  /// Whether a field is the machine's to write, or asks for what it does not do.
  private static func isOurs(_ fields: HTTPFields, _ entry: HTTPFields.Entry) -> Bool {
    switch entry.nameLength {
    case 4: fields.matches(entry, .host)
    case 6: fields.matches(entry, .expect)
    case 7: fields.matches(entry, .upgrade)
    case 10: fields.matches(entry, .connection)
    case 14: fields.matches(entry, .contentLength)
    case 17: fields.matches(entry, .transferEncoding)
    default: false
    }
  }
}
