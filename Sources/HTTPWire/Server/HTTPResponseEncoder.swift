import ByteParsing

/// Writes responses as HTTP/1.1 messages (RFC 9112, sections 4, 6 and 7).
enum HTTPResponseEncoder {
  /// How the end of the content is shown.
  enum Framing: Sendable, Hashable {
    case none
    case length(Int)
    case chunked
    case untilClose
  }

  /// What is said about the connection.
  enum Connection: Sendable, Hashable {
    case unsaid
    case keepAlive
    case close
  }

  /// Appends status line and fields; framing and connection are what the machine says, whatever stands in the fields.
  static func append(
    _ head: HTTPResponseHead, framing: Framing, connection: Connection, date: HTTPDate?,
    to output: inout [UInt8]
  ) {
    appendStatusLine(head.status, to: &output)
    let dated = appendFields(head.fields, to: &output)
    if let date, !dated { output.append(date.line.span) }
    switch framing {
    case .none, .untilClose: break
    case .length(let length):
      output.append(contentsOf: "content-length: ".utf8)
      output.appendDecimal(length)
      output.appendLineEnd()
    case .chunked: output.append(contentsOf: "transfer-encoding: chunked\r\n".utf8)
    }
    switch connection {
    case .unsaid: break
    case .keepAlive: output.append(contentsOf: "connection: keep-alive\r\n".utf8)
    case .close: output.append(contentsOf: "connection: close\r\n".utf8)
    }
    output.appendLineEnd()
  }

  /// Appends one chunk; nothing for no bytes, because an empty chunk would end the content.
  static func appendChunk(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    var shift = (Int.bitWidth - bytes.count.leadingZeroBitCount - 1) / 4 * 4
    while shift >= 0 {
      output.append(Hex.digit(UInt8(bytes.count >> shift & 15)))
      shift -= 4
    }
    output.appendLineEnd()
    output.append(bytes)
    output.appendLineEnd()
  }

  /// Appends the last chunk and trailers, without those that may not stand there.
  static func appendLastChunk(trailers: HTTPFields, to output: inout [UInt8]) {
    output.append(contentsOf: "0\r\n".utf8)
    if !trailers.holdsForbiddenTrailer { output.append(contentsOf: trailers.wire) }
    output.appendLineEnd()
  }

  private static func appendStatusLine(_ status: HTTPStatus, to output: inout [UInt8]) {
    if status == .ok {
      output.append(contentsOf: "HTTP/1.1 200 OK\r\n".utf8)
      return
    }
    output.append(contentsOf: "HTTP/1.1 ".utf8)
    output.appendDecimal(status.code)
    output.append(.space)
    output.append(contentsOf: status.reasonPhrase.utf8)
    output.appendLineEnd()
  }

  /// Appends all fields but those the machine writes; true if there is a date among them.
  private static func appendFields(_ fields: HTTPFields, to output: inout [UInt8]) -> Bool {
    var isPlain = true
    var dated = false
    for entry in fields.entries {
      switch entry.nameLength {
      case 4 where fields.matches(entry, .date): dated = true
      case 10, 14, 17: if isFraming(fields, entry) { isPlain = false }
      default: break
      }
    }
    if isPlain {
      output.append(fields.wire.span)
      return dated
    }
    for entry in fields.entries where !isFraming(fields, entry) {
      output.appendLine(entry, of: fields)
    }
    return dated
  }

  private static func isFraming(_ fields: HTTPFields, _ entry: HTTPFields.Entry) -> Bool {
    fields.matches(entry, .connection) || fields.matches(entry, .contentLength)
      || fields.matches(entry, .transferEncoding)
  }
}
