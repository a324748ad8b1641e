import CPlatform
import CUV
import Glibc

extension StreamSocket {
  /// Begins to connect, on the loop.
  ///
  /// - Parameter whenDone: told once, with the error if it did not work; the socket is closed then. Closing the socket
  ///   before ends the attempt.
  static func connect(
    to address: SocketAddress, on loop: EventLoop, whenDone: @escaping (IOError?) -> Void
  ) throws(IOError) -> StreamSocket {
    let socket = try StreamSocket(
      to: address, on: loop, highWaterMark: defaultHighWaterMark)
    let attempt = ConnectAttempt { [unowned socket] code in
      guard code >= 0 else {
        socket.close()
        return whenDone(IOError(code: code, operation: "connect to \(address)"))
      }
      socket.sendAtOnce()
      whenDone(nil)
    }
    let code = socket.begin(attempt)
    guard code == 0 else {
      socket.close()
      throw IOError(code: code, operation: "connect to \(address)")
    }
    return socket
  }

  private func begin(_ attempt: ConnectAttempt) -> Int32 {
    // SAFETY: the request keeps its memory alive by one retain, which the callback takes back; libuv calls back exactly
    // once for a request it has accepted, also when the handle is closed before.
    unsafe attempt.request.pointee.data = Unmanaged.passRetained(attempt).toOpaque()
    let code =
      switch peer {
      case .unix(let path): connect(attempt, path: path)
      case .ipv4, .ipv6: connectTCP(attempt)
      }
    if code < 0 { unsafe Unmanaged.passUnretained(attempt).release() }
    return code
  }

  private func connect(_ attempt: ConnectAttempt, path: String) -> Int32 {
    guard path.utf8.count <= Int(cplatform_unix_path_limit()) else { return -ENAMETOOLONG }
    // SAFETY: the handle is a pipe, and the path is copied by the call.
    unsafe uv_pipe_connect(
      attempt.request, memory.assumingMemoryBound(to: uv_pipe_t.self), path, didConnect)
    return 0
  }

  private func connectTCP(_ attempt: ConnectAttempt) -> Int32 {
    let port = Int32(peer.port ?? 0)
    // SAFETY: the room is that of the largest kind of address, and is copied by the call that connects.
    return unsafe withUnsafeTemporaryAllocation(
      byteCount: MemoryLayout<sockaddr_storage>.size,
      alignment: MemoryLayout<sockaddr_storage>.alignment
    ) { room in
      guard let address = room.baseAddress else { return -ENOMEM }
      let code =
        if case .ipv4 = peer {
          unsafe uv_ip4_addr(peer.host, port, address.assumingMemoryBound(to: sockaddr_in.self))
        } else {
          unsafe uv_ip6_addr(peer.host, port, address.assumingMemoryBound(to: sockaddr_in6.self))
        }
      guard code == 0 else { return code }
      return unsafe uv_tcp_connect(
        attempt.request, memory.assumingMemoryBound(to: uv_tcp_t.self),
        address.assumingMemoryBound(to: sockaddr.self), didConnect)
    }
  }
}

/// One attempt in progress, with the memory that libuv needs for it meanwhile.
@safe
private final class ConnectAttempt {
  let request = UnsafeMutablePointer<uv_connect_t>.allocate(capacity: 1)
  let whenDone: (Int32) -> Void

  init(whenDone: @escaping (Int32) -> Void) {
    self.whenDone = whenDone
  }

  deinit {
    // SAFETY: libuv has called back, or never took the request.
    unsafe request.deallocate()
  }
}

private func didConnect(_ request: UnsafeMutablePointer<uv_connect_t>?, _ status: Int32) {
  guard let data = unsafe request?.pointee.data else { return }
  let socket = unsafe StreamSocket.of(request?.pointee.handle.pointee.data)
  // SAFETY: takes back the retain of `begin`.
  let attempt = unsafe Unmanaged<ConnectAttempt>.fromOpaque(data).takeRetainedValue()
  socket?.loop.turn { attempt.whenDone(status) }
}
