/// All protocol state of one client connection: requests in, bytes to send out; received bytes in, events out.
///
/// One request at a time: the shell calls `send`, writes what that appended, calls `receive` with what it read, and `next`
/// until that says `end`; then `isIdle` tells whether another request may be sent. It stops reading while `wantsInput` is
/// false.
package struct HTTPClientMachine: Sendable {
  /// What the next received bytes are.
  private enum Reading: Sendable {
    /// Nothing is due; → *head* by a request, *closed* by any byte or the peer's end.
    case nothing
    /// A head, perhaps in part; → *head* again by an interim response, *length*, *chunked*, *untilClose*, *complete* by a
    /// final one, *closed* by a fault or the peer's end.
    case head(ResponseHeadParser)
    /// Content with bytes left; → *complete* when none are left, *closed* if the peer ends before.
    case length(Int)
    /// Chunked content; → *nothing* or *closed* at its end, *closed* by a fault or the peer's end.
    case chunked(ChunkedBodyParser)
    /// Content that the peer's end ends, with the count of bytes so far; → *complete*.
    case untilClose(Int)
    /// A response whose end is not surfaced yet; → *nothing* if the connection stays, else *closed*.
    case complete
    /// Nothing is read any more. Final.
    case closed
  }

  /// Interim responses that are passed over before a final one: a server needs one or two.
  private static let mostInterimResponses = 8

  private var limits = HTTPLimits.standard
  private var input = InputBuffer()
  private var reading = Reading.nothing
  private var method = HTTPMethod.get
  private var interimResponses = 0
  private var keepsAlive = true
  private var peerEnded = false
  private var isTruncated = false

  package init() {}

  /// Says whether a request may be sent: none is under way, and the connection has stayed.
  package var isIdle: Bool {
    guard case .nothing = reading else { return false }
    return input.isEmpty && !peerEnded
  }
}

// MARK: - Output

extension HTTPClientMachine {
  /// Begins an exchange and appends the request; to be called when `isIdle` only.
  ///
  /// - Parameters:
  ///   - proxyFields: what the proxy is told that the request goes to; nil where it goes to its origin.
  ///   - limits: on the response.
  package mutating func send(
    _ request: HTTPRequest, proxyFields: HTTPFields? = nil, limits: HTTPLimits,
    into output: inout [UInt8]
  ) {
    begin(request.method, limits)
    HTTPRequestEncoder.append(request, proxyFields: proxyFields, to: &output)
  }

  /// Asks a proxy for a tunnel; once the response, with a status of success, has ended, the connection is the origin's
  /// and this machine is of no more use.
  package mutating func connect(
    to origin: HTTPOrigin, proxyFields: HTTPFields, limits: HTTPLimits, into output: inout [UInt8]
  ) {
    begin(.connect, limits)
    HTTPRequestEncoder.appendConnect(origin, proxyFields: proxyFields, to: &output)
  }

  private mutating func begin(_ method: HTTPMethod, _ limits: HTTPLimits) {
    precondition(isIdle, "an exchange is under way")
    self.method = method
    self.limits = limits
    interimResponses = 0
    reading = .head(ResponseHeadParser())
  }
}

// MARK: - Input

extension HTTPClientMachine {
  /// Takes in bytes the peer sent.
  package mutating func receive(_ bytes: Span<UInt8>) {
    if case .closed = reading { return }
    input.append(bytes)
  }

  /// Takes in that the peer will send nothing more.
  ///
  /// - Parameter isTruncated: whether an attacker may have cut the connection off, as where TLS ends without saying so;
  ///   content that ends with the connection is incomplete then.
  package mutating func receiveEnd(isTruncated: Bool = false) {
    peerEnded = true
    self.isTruncated = isTruncated
  }

  /// Says whether the shell should read on: false while enough is buffered, and once nothing more can be of use.
  package var wantsInput: Bool {
    if case .closed = reading { return false }
    return !peerEnded && input.count < limits.maximumBufferedBytes
  }

  /// Tells what comes next.
  package mutating func next() -> HTTPClientEvent {
    do throws(HTTPResponseProblem) {
      return try advance()
    } catch {
      close()
      return .failed(error)
    }
  }

  /// Tells what comes next, or throws why the response is not taken.
  private mutating func advance() throws(HTTPResponseProblem) -> HTTPClientEvent {
    switch reading {
    case .nothing:
      guard input.isEmpty else { throw .unasked }
      if peerEnded { close() }
      return peerEnded ? .close : .needMore
    case .head(var parser):
      return try readHead(&parser)
    case .length(let left):
      let count = min(left, input.count)
      if count == 0 { return try needMore() }
      reading = count < left ? .length(left - count) : .complete
      return .body(input.take(count))
    case .chunked(var parser):
      return try readChunks(&parser)
    case .untilClose(let count):
      return try readUntilClose(count)
    case .complete:
      return try end(trailers: HTTPFields())
    case .closed:
      return .close
    }
  }

  private mutating func readHead(
    _ parser: inout ResponseHeadParser
  ) throws(HTTPResponseProblem) -> HTTPClientEvent {
    while true {
      // The stored parser is put aside, so that what it has gathered is not copied when it grows.
      reading = .complete
      let result = try parser.parse(
        input.bytes, from: input.start, answering: method, limits: limits)
      guard let (head, framing, length) = result else {
        reading = .head(parser)
        return try needMore()
      }
      input.drop(length)
      guard head.status.code < 200 else {
        begin(framing)
        return .head(head)
      }
      guard head.status != .switchingProtocols else { throw .switchedProtocols }
      interimResponses += 1
      guard interimResponses <= Self.mostInterimResponses else { throw .tooManyInterimResponses }
      parser = ResponseHeadParser()
    }
  }

  /// Takes over what a final response's head says.
  private mutating func begin(_ framing: ResponseFraming) {
    keepsAlive = framing.keepsAlive
    reading =
      switch framing.content {
      case .none: .complete
      case .length(let length): .length(length)
      case .chunked: .chunked(ChunkedBodyParser())
      case .untilClose: .untilClose(0)
      }
  }

  private mutating func readChunks(
    _ parser: inout ChunkedBodyParser
  ) throws(HTTPResponseProblem) -> HTTPClientEvent {
    reading = .complete
    let step: ChunkedBodyParser.Step
    do {
      step = try parser.read(&input, limits: limits)
    } catch {
      throw .malformed(error)
    }
    switch step {
    case .body(let bytes):
      reading = .chunked(parser)
      return .body(bytes)
    case .end(let trailers):
      return try end(trailers: trailers)
    case .needMore:
      reading = .chunked(parser)
      return try needMore()
    }
  }

  private mutating func readUntilClose(
    _ count: Int
  ) throws(HTTPResponseProblem) -> HTTPClientEvent {
    guard !input.isEmpty else {
      guard peerEnded else { return .needMore }
      guard !isTruncated else { throw .incomplete }
      return try end(trailers: HTTPFields())
    }
    // What still fits comes first, so that what is told does not depend on how the bytes were cut.
    let taken = min(input.count, limits.maximumBodyBytes - count)
    guard taken > 0 else { throw .malformed(.bodyTooLarge) }
    reading = .untilClose(count + taken)
    return .body(input.take(taken))
  }

  /// Turns to the next request, or ends the connection.
  private mutating func end(
    trailers: HTTPFields
  ) throws(HTTPResponseProblem) -> HTTPClientEvent {
    // What came behind the last byte of a tunnel's answer would be taken for the origin's.
    let isTunnel = method == .connect
    guard input.isEmpty || !isTunnel else { throw .unasked }
    if keepsAlive, input.isEmpty, !peerEnded, !isTunnel { reading = .nothing } else { close() }
    return .end(trailers: trailers)
  }

  private func needMore() throws(HTTPResponseProblem) -> HTTPClientEvent {
    if peerEnded { throw .incomplete }
    return .needMore
  }

  private mutating func close() {
    reading = .closed
    input.release()
  }
}
