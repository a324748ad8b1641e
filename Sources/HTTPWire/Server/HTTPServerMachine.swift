/// All protocol state of one server connection: received bytes in, events out; responses in, bytes to send out.
///
/// The shell calls `receive` with what it read and `next` until that says `needMore`, `awaitResponse` or `close`. It answers
/// each `.head` with exactly one response (`respond`, or `begin`, `write` and `finish`), sends what was appended to its output,
/// and asks `next` again: a pipelined request is surfaced only then. It stops reading while `wantsInput` is false.
///
/// After `close` the shell sends its remaining output, and should read and drop input for a moment before it closes the socket,
/// so that the last response is not lost to a reset (RFC 9112, section 9.6).
///
/// It is never copied: a connection has one state.
package struct HTTPServerMachine: ~Copyable, Sendable {
  /// What the next received bytes are.
  enum Reading: Sendable {
    /// A head, perhaps in part; → *length*, *chunked*, *complete* by a head, *closed* by a refusal, a drain or the peer's end.
    case head(RequestHeadParser)
    /// Content with bytes left; → *complete* when none are left, *closed* if the peer ends or the response is finished before.
    case length(Int)
    /// Chunked content; → *surfaced* at its end, *closed* as above or by a refusal.
    case chunked(ChunkedBodyParser)
    /// A request whose end is not surfaced yet; → *surfaced* when it is, else as from there.
    case complete
    /// A request surfaced in full; → *head* when its response is finished and the connection stays, else *closed*.
    case surfaced
    /// Nothing is read any more. Final.
    case closed
  }

  /// What the present response still needs.
  enum Writing: Sendable {
    /// No request waits; → *owed* by a head, *closed* by the peer's end, a drain or a refusal.
    case idle
    /// A request was surfaced; → *length*, *chunked*, *untilClose*, *suppressed* by `begin`, as after `finish` by `respond`.
    case owed
    /// A declared length with bytes left; → *idle* or, as the connection's last, *closed* by `finish`.
    case length(Int)
    /// Chunked content; → as above.
    case chunked
    /// Content to an HTTP/1.0 client that ends with the connection; → *closed* by `finish`.
    case untilClose
    /// Content that is not sent, because of HEAD or the status; → as for a length.
    case suppressed
    /// Nothing is sent any more: the last response is finished, or cut off by a refusal or a handler's fault. Final.
    case closed
  }

  let limits: HTTPLimits
  let authorities: AuthorityPolicy
  var input = InputBuffer()
  var reading = Reading.head(RequestHeadParser())
  var writing = Writing.idle
  /// The client's version, which the response's framing depends on.
  var version = HTTPVersion.http11
  var isHead = false
  /// Says whether the connection may stay after the present response.
  var keepsAlive = true
  /// Says whether the client waits for `100 Continue`.
  package internal(set) var awaitsContinue = false
  private var peerEnded = false
  private var isDraining = false

  /// Begins a connection of a listener that answers for certain names.
  package init(limits: HTTPLimits = .standard, authorities: AuthorityPolicy) {
    self.limits = limits
    self.authorities = authorities
  }
}

// MARK: - Input

extension HTTPServerMachine {
  /// Takes in bytes the peer sent.
  package mutating func receive(_ bytes: Span<UInt8>) {
    if case .closed = reading { return }
    input.append(bytes)
  }

  /// Takes in that the peer will send nothing more; requests received before are still answered.
  package mutating func receiveEnd() {
    peerEnded = true
  }

  /// Says whether the shell should read on: false while enough is buffered, and once nothing more can be of use.
  package var wantsInput: Bool {
    if case .closed = reading { return false }
    return !peerEnded && input.count < limits.maximumBufferedBytes
  }

  /// Lets the present request be answered, with `Connection: close`, and no other be read.
  package mutating func drain() {
    isDraining = true
    keepsAlive = false
    if isIdle { end() }
  }

  /// Says whether nothing of a request has been received and no response is owed: the time for the idle deadline.
  package var isIdle: Bool {
    guard case .head = reading, case .idle = writing else { return false }
    return input.isEmpty
  }

  /// Says whether a request's head has been received in part: the time for the head deadline.
  package var isReadingHead: Bool {
    guard case .head = reading, case .idle = writing else { return false }
    return !input.isEmpty
  }

  /// Says whether a request's content is being received: the time for the body deadline.
  package var isReadingBody: Bool {
    switch reading {
    case .length, .chunked: true
    case .head, .complete, .surfaced, .closed: false
    }
  }

  mutating func stopReading() {
    reading = .closed
    keepsAlive = false
    input.release()
  }

  /// Ends both directions.
  mutating func end() {
    stopReading()
    writing = .closed
  }
}

// MARK: - Events

extension HTTPServerMachine {
  /// Tells what comes next.
  package mutating func next() -> HTTPServerEvent {
    do throws(HTTPProblem) {
      return try advance()
    } catch {
      stopReading()
      return .refuse(error)
    }
  }

  /// Tells what comes next, or throws why the request is refused.
  private mutating func advance() throws(HTTPProblem) -> HTTPServerEvent {
    // What is being read is put aside, so that what a parser has gathered is not copied when it grows.
    var present = Reading.closed
    swap(&present, &reading)
    switch consume present {
    case .head(let parser):
      return try readHead(parser)
    case .length(let left):
      let count = min(left, input.count)
      reading = count < left ? .length(left - count) : .complete
      if count == 0 { return try needMore() }
      awaitsContinue = false
      return .body(input.take(count))
    case .chunked(let parser):
      return try readChunks(parser)
    case .complete:
      reading = .surfaced
      return .end(trailers: HTTPFields())
    case .surfaced:
      reading = .surfaced
      return .awaitResponse
    case .closed:
      return isResponding ? .awaitResponse : .close
    }
  }

  private mutating func readHead(
    _ parser: consuming RequestHeadParser
  ) throws(HTTPProblem) -> HTTPServerEvent {
    if input.isEmpty {
      guard peerEnded else {
        reading = .head(parser)
        return .needMore
      }
      end()
      return .close
    }
    let result = try parser.parse(input.bytes, from: input.start, limits: limits)
    guard let (head, length) = result else {
      reading = .head(parser)
      return try needMore()
    }
    input.drop(length)
    begin(head)
    if let refusal = authorities.refusal(of: head) { throw refusal }
    writing = .owed
    return .head(head)
  }

  /// Takes over what a request's head says.
  private mutating func begin(_ head: HTTPRequestHead) {
    version = head.version
    isHead = head.method == .head
    // A tunnel's bytes are not HTTP: whatever the answer, nothing behind a CONNECT is read as a request.
    keepsAlive = head.keepAlive && !isDraining && head.method != .connect
    awaitsContinue = head.expectsContinue && input.isEmpty
    reading =
      switch head.framing {
      case .none: .complete
      case .length(let length): .length(length)
      case .chunked: .chunked(ChunkedBodyParser())
      }
  }

  private mutating func readChunks(
    _ parser: consuming ChunkedBodyParser
  ) throws(HTTPProblem) -> HTTPServerEvent {
    switch try parser.read(&input, limits: limits) {
    case .body(let bytes):
      reading = .chunked(parser)
      awaitsContinue = false
      return .body(bytes)
    case .end(let trailers):
      reading = .surfaced
      awaitsContinue = false
      return .end(trailers: trailers)
    case .needMore:
      reading = .chunked(parser)
      return try needMore()
    }
  }

  private func needMore() throws(HTTPProblem) -> HTTPServerEvent {
    if peerEnded { throw .incompleteRequest }
    return .needMore
  }

  var isResponding: Bool {
    switch writing {
    case .idle, .closed: false
    case .owed, .length, .chunked, .untilClose, .suppressed: true
    }
  }
}
