import EventLoop
import HTTPWire
import TLS

/// One client's connection: a socket, perhaps TLS, a protocol machine, and the task that answers its requests.
///
/// It lives on one event loop. Bytes go through the machine in the loop's callbacks; one task for the whole connection
/// awaits the next request, calls the handler and sends what that returns.
///
/// It is no actor, because every callback would have to ask the runtime whether it runs where the actor does: what waits
/// is isolated to the loop's own actor instead.
final class HTTPConnection: @unchecked Sendable {
  // Sendable without a lock: used on the loop's thread only. Callbacks come there, and so does what is isolated to it.
  let share: LoopShare
  let socket: StreamSocket
  let counters: ServerCounters
  private let handler: any HTTPHandler
  private let discardLimit: Int
  var tls: TLSSession?
  var machine: HTTPServerMachine
  private var context: ConnectionContext
  private var deadlines: DeadlineTracker
  private var timer: EventLoop.TimerToken?
  private var task: Task<Void, Never>?

  /// Resumed when there is more for the machine to tell.
  private var inputWaiter = Waiter()
  /// Resumed when the client has taken enough of what waits for it.
  private var roomWaiter = Waiter()
  /// The number of requests so far; the present one's name.
  private var requests = 0
  private var isAnswering = false
  /// True while a response's content is produced piece by piece.
  var isStreaming = false
  private var content = RequestContent()
  /// Where this stands among the idle connections: from the wait for a request to the end of that request's head.
  private var idlePlace: IdleList<HTTPConnection>.Place?
  private var isRefused = false
  private var isFinished = false
  private(set) var isClosed = false
  private var written = 0
  private var discarded = 0

  init(
    _ socket: StreamSocket, tls: TLSSession?, context: ConnectionContext, share: LoopShare,
    settings: ServerConfiguration, authorities: AuthorityPolicy, handler: any HTTPHandler,
    counters: ServerCounters
  ) {
    self.share = share
    self.socket = socket
    self.tls = tls
    self.context = context
    self.handler = handler
    self.counters = counters
    machine = HTTPServerMachine(limits: settings.limits, authorities: authorities)
    deadlines = DeadlineTracker(settings.deadlines)
    discardLimit = settings.limits.maximumBodyBytes
  }

  /// Begins to serve; to be called once, on the loop.
  func start() {
    assert(share.loop.isCurrent)
    counters.connectionOpened()
    // The timer keeps the connection until it closes: weak references would make every other one slower.
    timer = share.loop.addTimer { self.checkDeadlines() }
    socket.setHandler(self)
    expect(tls == nil ? .request : .handshake)
    socket.startReading()
    task = Task(executorPreference: share.loop) { await self.run(on: self.share.isolation) }
    share.add(self)
  }

  /// Answers requests, one after another, until none will come any more.
  ///
  /// It waits here and not in a method of its own: each asynchronous call costs two looks at executors.
  private func run(on isolation: isolated LoopIsolation) async {
    while true {
      switch nextStep() {
      case .answer(let request):
        counters.requestStarted()
        let response = await handler.respond(
          to: request, body: RequestBody(of: requests, on: self), context: context)
        if let source = response.source {
          await stream(response, from: source, isHead: request.method == .head, on: isolation)
        } else {
          send(response)
        }
        while !socket.hasRoom, !isClosed { await waitForRoom(on: isolation) }
      case .wait:
        prepareToWait()
        // SAFETY: the waiter resumes it once; closing the socket wakes every waiter.
        unsafe await withUnsafeContinuation { unsafe inputWaiter.wait($0) }
      case .end:
        return finish()
      }
    }
  }

  // MARK: Requests

  /// What the connection's task does next.
  private enum Step {
    case answer(HTTPRequestHead)
    /// Nothing before there is more for the machine to tell.
    case wait
    /// No request will come any more.
    case end
  }

  /// Takes the next request's head, with as much of its content as has come along.
  private func nextStep() -> Step {
    while !isFinished, !isClosed {
      switch machine.next() {
      case .head(let head):
        endIdling()
        requests += 1
        isAnswering = true
        content.begin()
        takeContent()
        if isRefused {
          content.giveBack(to: share.budget)
          return .end
        }
        expect(.nothing)
        return .answer(head)
      case .needMore: return .wait
      case .refuse(let problem):
        refuse(problem)
        return .end
      case .close, .awaitResponse: return .end
      case .body, .end: continue
      }
    }
    return .end
  }

  /// Takes what the machine has of the present request's content, as far as the server has room for it.
  private func takeContent() {
    guard !isRefused else { return }
    if let problem = content.read(from: &machine, charging: share.budget) { refuse(problem) }
  }

  /// Hands over the next piece of a request's content; nil at its end.
  func nextPiece(
    of request: Int, on isolation: isolated LoopIsolation
  ) async throws(RequestBodyError) -> [UInt8]? {
    let piece = try await awaitPiece(of: request, on: isolation)
    content.giveBack(to: share.budget)
    return piece
  }

  /// The next piece of a request's content, which stays charged; nil at its end.
  private func awaitPiece(
    of request: Int, on isolation: isolated LoopIsolation
  ) async throws(RequestBodyError) -> [UInt8]? {
    guard request == requests, isAnswering else { throw .answered }
    while content.piece.isEmpty {
      if isRefused { throw .refused }
      if content.isComplete { return nil }
      if isFinished || isClosed { throw .disconnected }
      allowContent()
      takeContent()
      if content.piece.isEmpty, !content.isComplete, !isRefused {
        await waitForInput(on: isolation)
      }
    }
    return content.takePiece()
  }

  /// All that is left of a request's content.
  func collect(
    _ request: Int, upTo limit: Int, on isolation: isolated LoopIsolation
  ) async throws(RequestBodyError) -> [UInt8] {
    if let whole = try wholeContent(of: request, upTo: limit) { return whole }
    guard var collected = try await awaitPiece(of: request, on: isolation) else { return [] }
    guard collected.count <= limit else { throw .tooLarge }
    while let more = try await awaitPiece(of: request, on: isolation) {
      guard collected.count + more.count <= limit else { throw .tooLarge }
      collected.append(contentsOf: more)
    }
    return collected
  }

  /// All of a request's content that is left, if it has come already, as it mostly does with the head; else nil.
  private func wholeContent(
    of request: Int, upTo limit: Int
  ) throws(RequestBodyError) -> [UInt8]? {
    guard request == requests, isAnswering else { throw .answered }
    guard content.isComplete, !isRefused else { return nil }
    let piece = content.takePiece()
    guard piece.count <= limit else { throw .tooLarge }
    return piece
  }

  // MARK: Responses

  private func allowContent() {
    guard machine.awaitsContinue else { return }
    answer { machine, output in machine.allowContent(into: &output) }
  }

  private func send(_ response: HTTPResponse) {
    guard endRequest() else { return }
    let date = share.date
    answer { machine, output in
      do {
        try machine.respond(response, date: date, into: &output)
      } catch {
        counters.handlerFailed()
        machine.refuse(.internalError, date: date, into: &output)
      }
    }
  }

  /// Drops what is left of the present request; false where nobody takes its answer any more.
  func endRequest() -> Bool {
    isAnswering = false
    content.end(givingBackTo: share.budget)
    return !isRefused && !isClosed
  }

  private func refuse(_ problem: HTTPProblem) {
    guard !isRefused, !isClosed else { return }
    isRefused = true
    counters.refused(problem)
    let date = share.date
    answer { machine, output in machine.refuse(problem, date: date, into: &output) }
  }

  /// Posts what the machine has to say, encrypted where the connection is.
  func answer(_ write: (inout HTTPServerMachine, inout [UInt8]) -> Void) {
    guard let tls else {
      write(&machine, &share.outbox.bytes)
      return share.post(from: self)
    }
    write(&machine, &share.response.bytes)
    var isEncrypted = true
    share.response.drain { bytes in
      do {
        try tls.send(bytes, output: &share.outbox.bytes)
      } catch {
        isEncrypted = false
      }
    }
    share.post(from: self)
    if !isEncrypted { abort() }
  }

  /// Sends what this has posted.
  func write(_ bytes: Span<UInt8>) {
    written += bytes.count
    socket.write(bytes)
    deadlines.write(total: written, unsent: socket.unsentBytes, at: share.loop.now)
    arm()
  }

  // MARK: Waiting

  private func waitForInput(on isolation: isolated LoopIsolation) async {
    prepareToWait()
    // SAFETY: as in `run`.
    unsafe await withUnsafeContinuation { unsafe inputWaiter.wait($0) }
  }

  private func prepareToWait() {
    expect(content.isComplete ? (machine.isReadingHead ? .head : .request) : .body)
    if content.isComplete, idlePlace == nil { idlePlace = share.becameIdle(self) }
    if machine.wantsInput { socket.startReading() }
  }

  func waitForRoom(on isolation: isolated LoopIsolation) async {
    // SAFETY: as above.
    unsafe await withUnsafeContinuation { unsafe roomWaiter.wait($0) }
  }

  private func expect(_ wait: DeadlineTracker.Wait) {
    // Until the handshake is done, nothing else is waited for.
    let isShaking = tls.map { !$0.isEstablished } ?? false
    deadlines.expect(isShaking && wait != .end ? .handshake : wait, at: share.loop.now)
    arm()
  }

  private func arm() {
    if let timer { share.loop.arm(timer, at: deadlines.next) }
  }

  private func checkDeadlines() {
    guard !isClosed else { return }
    let miss = deadlines.expired(
      total: written, unsent: socket.unsentBytes, isReading: inputWaiter.isWaiting,
      at: share.loop.now)
    arm()
    guard let miss else { return }
    switch miss {
    case .idle:
      // Nothing is owed to a client that asks for nothing.
      finish()
      inputWaiter.wake()
    case .head, .body:
      counters.timedOut(miss)
      refuse(.requestTimeout)
      inputWaiter.wake()
    case .handshake, .write:
      counters.timedOut(miss)
      abort()
    case .linger:
      abort()
    }
  }

  // MARK: Ending

  /// Lets the present request be answered, and no other be read.
  func drain() {
    assert(share.loop.isCurrent)
    machine.drain()
    inputWaiter.wake()
  }

  /// Sends the end behind what is queued, and closes when the client's own end comes or does not come soon.
  private func finish() {
    guard !isFinished, !isClosed else { return }
    isFinished = true
    endIdling()
    endEncryption()
    share.sendPosted()
    socket.shutdownWrite()
    expect(.end)
    socket.startReading()
  }

  private func endEncryption() {
    guard let tls else { return }
    tls.close(output: &share.outbox.bytes)
    share.post(from: self)
  }

  /// Closes at once, to make room for another; false where the client has yet to take an answer or has just sent
  /// something, which puts this last among the idle. To be called on an idle connection.
  func giveWay() -> Bool {
    endIdling()
    share.sendPosted()
    guard inputWaiter.isWaiting, socket.unsentBytes == 0 else {
      idlePlace = share.becameIdle(self)
      return false
    }
    endEncryption()
    abort()
    return true
  }

  private func endIdling() {
    guard let place = idlePlace else { return }
    idlePlace = nil
    share.endedIdling(place)
  }

  /// Closes at once, as soon as what was posted is handed to the system.
  func abort() {
    assert(share.loop.isCurrent)
    endIdling()
    share.sendPosted()
    socket.close()
  }
}

// MARK: - The socket's events

extension HTTPConnection: StreamHandler {
  func streamDidRead(_ bytes: Span<UInt8>) {
    assert(share.loop.isCurrent)
    guard !isFinished else { return discard(bytes.count) }
    guard let tls else { return receive(bytes) }
    let wasEstablished = tls.isEstablished
    var failure: TLSError?
    do {
      try tls.receive(bytes, plaintext: &share.plaintext.bytes, output: &share.outbox.bytes)
    } catch {
      failure = error
    }
    share.post(from: self)
    guard failure == nil else {
      share.plaintext.drain { _ in }
      if !wasEstablished { counters.handshakeFailed() }
      return tlsFailed()
    }
    if !wasEstablished, tls.isEstablished {
      context = context.proving(tls.clientCertificate)
      expect(.request)
    }
    share.plaintext.drain { receive($0) }
    if tls.peerEnded { streamDidEnd() }
  }

  private func receive(_ bytes: Span<UInt8>) {
    guard !bytes.isEmpty else { return }
    machine.receive(bytes)
    deadlines.receive(bytes.count, at: share.loop.now)
    if !machine.wantsInput { socket.stopReading() }
    inputWaiter.wake()
  }

  func streamDidEnd() {
    machine.receiveEnd()
    inputWaiter.wake()
    // A stream has no end of its own: who says no more is taken to listen no more.
    if isStreaming { abort() }
  }

  /// Nothing can be said to this client any more but the alert that the session has written.
  private func tlsFailed() {
    tls = nil
    isRefused = true
    machine.receiveEnd()
    finish()
    inputWaiter.wake()
  }

  /// Drops what a client still sends after its last response, within reason.
  private func discard(_ count: Int) {
    discarded += count
    if discarded > discardLimit { abort() }
  }

  func streamDidDrain() { roomWaiter.wake() }

  func streamDidClose(_ error: IOError?) {
    guard !isClosed else { return }
    isClosed = true
    endIdling()
    if let timer { share.loop.removeTimer(timer) }
    timer = nil
    tls = nil
    counters.connectionClosed()
    task?.cancel()
    task = nil
    inputWaiter.wake()
    roomWaiter.wake()
    share.remove(self)
  }
}
