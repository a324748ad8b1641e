import CPlatform
import CUV

/// Serves a socket's events; every call comes on the loop of the socket.
package protocol StreamHandler: AnyObject, Sendable {
  /// Takes bytes that arrived; they are gone after the call.
  func streamDidRead(_ bytes: Span<UInt8>)
  /// Notes that the peer will send no more; writing may go on.
  func streamDidEnd()
  /// Notes that the write queue, once over its high-water mark, has room again.
  func streamDidDrain()
  /// Notes that the socket is closed, and by which error if by one; the last call.
  func streamDidClose(_ error: IOError?)
}

/// A connected TCP or Unix-domain socket on an event loop; all of it is used on that loop only.
///
/// Reading goes through one buffer that all sockets of the loop share, so an idle connection holds no buffer. Writing
/// tries the system first and queues only what it does not take.
@safe
package final class StreamSocket: LoopResource, @unchecked Sendable {
  /// The write queue's high-water mark unless told otherwise, in bytes.
  package static let defaultHighWaterMark = 256 * 1024

  package let loop: EventLoop
  package let peer: SocketAddress
  /// Who is at the other end of a Unix-domain socket; nil for TCP.
  package let credentials: PeerCredentials?

  // Guarded by the loop: touched on its thread only.
  private let stream: UnsafeMutablePointer<uv_stream_t>
  let memory: UnsafeMutableRawPointer
  private var queue: WriteQueue
  private var isReading = false
  private var hasReadEnd = false
  private var hasSentEnd = false
  private var isClosing = false
  private var error: IOError?
  private var handler: (any StreamHandler)?
  private var place: ConnectionLimit.Place?

  /// Takes over an accepted socket.
  convenience init(
    adopting accepted: AcceptedSocket, on loop: EventLoop, highWaterMark: Int
  ) throws(IOError) {
    try self.init(
      to: accepted.peer, credentials: accepted.credentials, place: accepted.place, on: loop,
      highWaterMark: highWaterMark)
    // SAFETY: the handle is of the peer's kind; the descriptor is given away once the handle has taken it.
    let code =
      if isLocal {
        unsafe uv_pipe_open(memory.assumingMemoryBound(to: uv_pipe_t.self), accepted.descriptor)
      } else {
        unsafe uv_tcp_open(memory.assumingMemoryBound(to: uv_tcp_t.self), accepted.descriptor)
      }
    guard code == 0 else {
      close()
      throw IOError(code: code, operation: "take over a connection")
    }
    accepted.giveAway()
    sendAtOnce()
  }

  /// Makes a socket that is not connected.
  init(
    to peer: SocketAddress, credentials: PeerCredentials? = nil,
    place: ConnectionLimit.Place? = nil, on loop: EventLoop, highWaterMark: Int
  ) throws(IOError) {
    self.loop = loop
    self.peer = peer
    self.credentials = credentials
    self.place = place
    queue = WriteQueue(highWaterMark: highWaterMark)
    let isLocal = peer.port == nil
    let size = uv_handle_size(isLocal ? UV_NAMED_PIPE : UV_TCP)
    // SAFETY: as large and as aligned as the kind of handle it will hold; freed after that handle has closed.
    unsafe memory = .allocate(byteCount: size, alignment: 16)
    unsafe stream = memory.assumingMemoryBound(to: uv_stream_t.self)
    let code =
      if isLocal {
        unsafe uv_pipe_init(loop.handle, memory.assumingMemoryBound(to: uv_pipe_t.self), 0)
      } else {
        unsafe uv_tcp_init(loop.handle, memory.assumingMemoryBound(to: uv_tcp_t.self))
      }
    unsafe stream.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    loop.hold(self)
    guard code == 0 else {
      close()
      throw IOError(code: code, operation: "open a socket")
    }
  }

  /// Whether it is a Unix-domain socket.
  var isLocal: Bool { peer.port == nil }

  /// Has the system send what is written without waiting for more: messages are written whole.
  func sendAtOnce() {
    guard !isLocal else { return }
    // SAFETY: the handle is a TCP one.
    unsafe _ = uv_tcp_nodelay(memory.assumingMemoryBound(to: uv_tcp_t.self), 1)
  }

  // MARK: Reading

  /// Names who serves the socket's events from now on, until it is closed.
  package func setHandler(_ handler: any StreamHandler) {
    self.handler = handler
  }

  /// Lets bytes come in; does nothing where they do.
  package func startReading() {
    guard !isReading, !hasReadEnd, !isClosing else { return }
    isReading = true
    // SAFETY: the handle is open; `data` holds this object, which the loop keeps alive until it is closed.
    let code = unsafe uv_read_start(
      stream,
      { handle, _, buffer in
        guard let buffer = unsafe buffer, let socket = unsafe StreamSocket.of(handle?.pointee.data)
        else { return }
        let shared = unsafe socket.loop.readBuffer
        unsafe buffer.pointee = unsafe uv_buf_init(
          shared.baseAddress?.assumingMemoryBound(to: CChar.self), UInt32(shared.count))
      },
      { handle, count, _ in
        guard let socket = unsafe StreamSocket.of(handle?.pointee.data) else { return }
        socket.loop.turn { socket.didRead(count) }
      })
    if code < 0 { fail(code, "read from") }
  }

  /// Keeps further bytes out, so that the peer has to wait.
  package func stopReading() {
    guard isReading, !isClosing else { return }
    isReading = false
    // SAFETY: the handle is open.
    unsafe _ = uv_read_stop(stream)
  }

  private func didRead(_ count: Int) {
    guard !isClosing else { return }
    if count > 0 {
      // SAFETY: libuv has just filled that many bytes of the buffer, and nothing else reads into it before return.
      let bytes = unsafe loop.readBuffer.bindMemory(to: UInt8.self)
      unsafe handler?.streamDidRead(bytes.extracting(..<count).span)
    } else if count == Int(UV_EOF.rawValue) {
      stopReading()
      hasReadEnd = true
      handler?.streamDidEnd()
      closeIfEnded()
    } else if count < 0 {
      fail(Int32(count), "read from")
    }
  }

  // MARK: Writing

  /// Bytes taken by `write` that the system has not accepted yet.
  package var unsentBytes: Int {
    guard queue.isBusy, !isClosing else { return 0 }
    // SAFETY: the handle is open.
    return unsafe Int(uv_stream_get_write_queue_size(stream)) + queue.waitingCount
  }

  /// Whether a producer may go on writing; if not, `streamDidDrain` tells when.
  package var hasRoom: Bool { queue.hasRoom }

  /// Sends bytes, now if the system takes them, else as soon as it does. After the end or a close they are dropped.
  package func write(_ bytes: Span<UInt8>) {
    guard !isClosing, !bytes.isEmpty else { return }
    // SAFETY: the pointer is used within the call only.
    unsafe bytes.withUnsafeBufferPointer { bytes in
      let sent = unsafe queue.isBusy ? 0 : tryWrite(bytes)
      guard sent < bytes.count, !isClosing else { return }
      unsafe perform(queue.append(Array(bytes[sent...])))
    }
  }

  /// Sends the end of the stream once everything before it is sent; the peer may still send.
  ///
  /// When the peer's end has come too, in either order, the socket closes itself.
  package func shutdownWrite() {
    guard !isClosing else { return }
    perform(queue.end())
  }

  /// The number of bytes that the system took at once.
  private func tryWrite(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let limit = Int(Int32.max)
    // SAFETY: libuv reads from the buffer during the call and writes nothing through the pointer.
    var buffer = unsafe uv_buf_init(
      UnsafeMutableRawPointer(mutating: bytes.baseAddress)?.assumingMemoryBound(to: CChar.self),
      UInt32(min(bytes.count, limit)))
    let count = unsafe uv_try_write(stream, &buffer, 1)
    if count >= 0 { return Int(count) }
    if count != UV_EAGAIN.rawValue { fail(count, "write to") }
    return 0
  }

  private func perform(_ action: WriteQueue.Action) {
    switch action {
    case .nothing: return
    case .write(let bytes): startWrite(bytes)
    case .sendEnd: sendEnd()
    }
  }

  /// One write in progress, with the memory that libuv reads from meanwhile.
  @safe
  private final class PendingWrite {
    let request = UnsafeMutablePointer<uv_write_t>.allocate(capacity: 1)
    let bytes: UnsafeMutableRawBufferPointer

    init(_ bytes: [UInt8]) {
      // SAFETY: freed by `deinit`, which runs after libuv has called back.
      unsafe self.bytes = .allocate(byteCount: bytes.count, alignment: 1)
      unsafe self.bytes.copyBytes(from: bytes)
    }

    deinit {
      unsafe request.deallocate()
      unsafe bytes.deallocate()
    }
  }

  private func startWrite(_ bytes: [UInt8]) {
    let pending = PendingWrite(bytes)
    // SAFETY: the request keeps its memory alive by one retain, which the callback takes back; libuv calls back
    // exactly once for a request it has accepted, also when the handle is closed before.
    var buffer = unsafe uv_buf_init(
      pending.bytes.baseAddress?.assumingMemoryBound(to: CChar.self), UInt32(bytes.count))
    unsafe pending.request.pointee.data = Unmanaged.passRetained(pending).toOpaque()
    let code = unsafe uv_write(pending.request, stream, &buffer, 1) { request, status in
      guard let data = unsafe request?.pointee.data else { return }
      let socket = unsafe StreamSocket.of(request?.pointee.handle.pointee.data)
      unsafe Unmanaged<PendingWrite>.fromOpaque(data).release()
      socket?.loop.turn { socket?.didWrite(status) }
    }
    guard code < 0 else { return }
    unsafe Unmanaged.passUnretained(pending).release()
    fail(code, "write to")
  }

  private func didWrite(_ status: Int32) {
    guard !isClosing else { return }
    guard status >= 0 else { return fail(status, "write to") }
    let (action, drained) = queue.completed()
    perform(action)
    if drained { handler?.streamDidDrain() }
  }

  private func sendEnd() {
    let request = UnsafeMutablePointer<uv_shutdown_t>.allocate(capacity: 1)
    // SAFETY: the request lives until its one callback, which frees it. A peer that is gone already needs no end.
    let code = unsafe uv_shutdown(request, stream) { request, _ in
      let socket = unsafe StreamSocket.of(request?.pointee.handle.pointee.data)
      unsafe request?.deallocate()
      socket?.loop.turn { socket?.didSendEnd() }
    }
    guard code < 0 else { return }
    unsafe request.deallocate()
    didSendEnd()
  }

  private func didSendEnd() {
    hasSentEnd = true
    closeIfEnded()
  }

  private func closeIfEnded() {
    if hasReadEnd, hasSentEnd { close() }
  }

  // MARK: Closing

  /// Closes both directions at once and drops what is queued.
  package func close() {
    guard !isClosing else { return }
    isClosing = true
    isReading = false
    // SAFETY: the handle is open, and its memory is freed by the callback, after which nothing uses it.
    unsafe uv_close(memory.assumingMemoryBound(to: uv_handle_t.self)) { handle in
      guard let socket = unsafe StreamSocket.of(handle?.pointee.data) else { return }
      socket.loop.turn { socket.didClose() }
    }
  }

  private func fail(_ code: Int32, _ verb: String) {
    guard !isClosing else { return }
    error = IOError(code: code, operation: "\(verb) \(peer)")
    close()
  }

  private func didClose() {
    // SAFETY: libuv is done with the handle.
    unsafe memory.deallocate()
    let handler = handler
    self.handler = nil
    place = nil
    loop.letGo(self)
    handler?.streamDidClose(error)
  }

  static func of(_ data: UnsafeMutableRawPointer?) -> StreamSocket? {
    // SAFETY: a handle's `data` is its socket, which the loop holds until the handle is closed.
    unsafe data.map { unsafe Unmanaged<StreamSocket>.fromOpaque($0).takeUnretainedValue() }
  }
}
