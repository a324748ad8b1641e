import ByteParsing

/// The response side: each call appends what is to be sent to the shell's output.
///
/// A fault of the handler throws, and after it only `close` comes: the client can tell that the response is cut off. Only after
/// `notFinal` another response may be given, because nothing has been sent.
extension HTTPServerMachine {
  /// Answers the present request with a whole response; what of its content is received but unread is dropped.
  ///
  /// The connection stays unless the client, the response's `Connection: close`, a drain or content still to come forbids it.
  package mutating func respond(
    _ response: HTTPResponse, date: HTTPDate? = nil, into output: inout [UInt8]
  ) throws(HTTPResponseError) {
    dropReceivedContent()
    try open(response.head)
    HTTPResponseEncoder.append(
      response.head, framing: framing(response.head, length: response.body.count),
      connection: connection, date: date, to: &output)
    if !isHead, !response.head.status.forbidsContent {
      output.append(response.body.span)
    }
    finishExchange()
  }

  /// Begins a response whose content follows in pieces, of a known length or chunked.
  ///
  /// A request whose content is not read in full by now is the connection's last one.
  package mutating func begin(
    _ head: HTTPResponseHead, length: Int? = nil, date: HTTPDate? = nil, into output: inout [UInt8]
  ) throws(HTTPResponseError) {
    try open(head)
    let framing = framing(head, length: length)
    if framing == .untilClose { keepsAlive = false }
    HTTPResponseEncoder.append(
      head, framing: framing, connection: connection, date: date, to: &output)
    writing =
      switch framing {
      case _ where isHead: .suppressed
      case .none: .suppressed
      case .length(let length): .length(length)
      case .chunked: .chunked
      case .untilClose: .untilClose
      }
  }

  /// Sends a piece of content.
  package mutating func write(
    _ bytes: Span<UInt8>, into output: inout [UInt8]
  ) throws(HTTPResponseError) {
    switch writing {
    case .length(let left):
      guard bytes.count <= left else { throw fail(.longerThanDeclared) }
      writing = .length(left - bytes.count)
      output.append(bytes)
    case .chunked:
      HTTPResponseEncoder.appendChunk(bytes, to: &output)
    case .untilClose:
      output.append(bytes)
    case .suppressed: break
    case .idle, .owed, .closed: throw fail(.outOfOrder)
    }
  }

  /// Ends a response; trailers are sent where the content is chunked and left out elsewhere.
  package mutating func finish(
    trailers: HTTPFields = HTTPFields(), into output: inout [UInt8]
  ) throws(HTTPResponseError) {
    switch writing {
    case .length(let left):
      guard left == 0 else { throw fail(.shorterThanDeclared) }
    case .chunked:
      HTTPResponseEncoder.appendLastChunk(trailers: trailers, to: &output)
    case .untilClose, .suppressed: break
    case .idle, .owed, .closed: throw fail(.outOfOrder)
    }
    finishExchange()
  }

  /// Sends `100 Continue` if the client waits for it: to be called when the handler begins to read content.
  package mutating func allowContent(into output: inout [UInt8]) {
    guard awaitsContinue, case .owed = writing, input.isEmpty else { return }
    awaitsContinue = false
    output.append(contentsOf: "HTTP/1.1 100 Continue\r\n\r\n".utf8)
  }

  /// Ends the connection for a problem of the machine's or the shell's, in any state.
  ///
  /// The answer is sent unless a response has begun; that one is cut off, which the client can tell.
  package mutating func refuse(
    _ problem: HTTPProblem, date: HTTPDate? = nil, into output: inout [UInt8]
  ) {
    switch writing {
    case .idle, .owed:
      let response = problem.response
      HTTPResponseEncoder.append(
        response.head, framing: .length(response.body.count), connection: .close, date: date,
        to: &output)
      if !isHead { output.append(response.body.span) }
    case .length, .chunked, .untilClose, .suppressed, .closed: break
    }
    end()
  }

  /// What the response says about the connection (RFC 9112, section 9.6).
  private var connection: HTTPResponseEncoder.Connection {
    if !keepsAlive { return .close }
    return version == .http10 ? .keepAlive : .unsaid
  }

  /// Checks that a response may begin, and decides whether the connection stays after it.
  private mutating func open(_ head: HTTPResponseHead) throws(HTTPResponseError) {
    guard case .owed = writing else { throw fail(.outOfOrder) }
    guard head.status.code >= 200 else { throw .notFinal }
    if isReadingBody || head.fields.isOnly(.connection, lowercase: "close") { keepsAlive = false }
  }

  /// How the content's end is shown (RFC 9112, section 6.3).
  private func framing(_ head: HTTPResponseHead, length: Int?) -> HTTPResponseEncoder.Framing {
    if head.status.forbidsContent { return .none }
    if let length { return .length(length) }
    return version == .http11 ? .chunked : .untilClose
  }

  /// Turns to the next request, or ends the connection.
  private mutating func finishExchange() {
    isHead = false
    awaitsContinue = false
    guard keepsAlive else { return end() }
    writing = .idle
    reading = .head(RequestHeadParser())
  }

  private mutating func fail(_ error: HTTPResponseError) -> HTTPResponseError {
    end()
    return error
  }

  /// Reads on to the request's end as far as its content is received, so that the connection can stay.
  private mutating func dropReceivedContent() {
    while isReadingBody {
      guard case .body = next() else { return }
    }
  }
}
