import Foundation
import Glibc
import Locking

/// A blocking socket in the hands of a test, for clients that are slow, rude or wrong; every wait ends after 10 s.
///
/// Its calls run on threads of their own, because a test that blocks one of the few threads of tasks can block itself.
package final class RawClient: Sendable {
  /// One answer, as text.
  package struct Response: Sendable, Equatable {
    package let status: Int
    /// The status line and the fields.
    package let head: String
    package let body: String
  }

  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// What a `Host` header names the listener by.
  package let host: String
  private let descriptor: Int32
  private let received = Locked<[UInt8]>([])

  /// Connects to a port of this machine.
  package convenience init(port: UInt16) async throws {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    try await self.init(family: AF_INET, address, host: "localhost:\(port)")
  }

  /// Connects to a Unix-domain socket.
  package convenience init(path: String) async throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { target in
      unsafe target.copyBytes(from: Array(path.utf8.prefix(target.count - 1)))
    }
    try await self.init(family: AF_UNIX, address, host: "localhost")
  }

  private init<Address: Sendable>(
    family: Int32, _ address: Address, host: String
  ) async throws {
    self.host = host
    descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    let descriptor = descriptor
    var wait = timeval(tv_sec: 10, tv_usec: 0)
    // SAFETY: the sizes are those of the values pointed at, which live during the calls.
    unsafe _ = setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
    unsafe _ = setsockopt(
      descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
    let code = await offPool {
      unsafe withUnsafeBytes(of: address) { bytes in
        guard let base = bytes.baseAddress else { return Int32(-1) }
        return unsafe connect(
          descriptor, base.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
      }
    }
    guard code == 0 else { throw Failure(description: "cannot connect: errno \(errno)") }
  }

  deinit {
    _ = Glibc.close(descriptor)
  }

  /// Sends text as it stands; `\r\n` is the test's to write.
  package func send(_ text: String) async throws {
    try await send(Array(text.utf8))
  }

  package func send(_ bytes: [UInt8]) async throws {
    let descriptor = descriptor
    let isSent = await offPool {
      var sent = 0
      while sent < bytes.count {
        let count = unsafe bytes[sent...].withUnsafeBytes { rest in
          unsafe Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }
    guard isSent else {
      throw Failure(description: "cannot send: the peer is gone or does not read")
    }
  }

  /// Says that nothing more will be sent.
  package func finishSending() {
    _ = shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Makes the kernel's own buffer for what arrives as small as it can be; before anything arrives.
  package func shrinkReceiveBuffer() {
    var size: Int32 = 1
    // SAFETY: as large as is said.
    unsafe _ = setsockopt(
      descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Reads one answer whose end is told by `Content-Length`; nil where the connection ends before it.
  package func response() async throws -> Response? {
    while true {
      if let response = takeResponse() { return response }
      guard try await receiveMore() else { return nil }
    }
  }

  /// Reads until the connection ends, and gives everything not yet taken.
  package func rest() async throws -> String {
    while try await receiveMore() {}
    return received.withLock { bytes in
      defer { bytes = [] }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Takes the next bytes, at least one; none where the connection has ended.
  package func some() async throws -> [UInt8] {
    if received.withLock(\.isEmpty) { _ = try await receiveMore() }
    return received.withLock { bytes in
      defer { bytes = [] }
      return bytes
    }
  }

  private func takeResponse() -> Response? {
    received.withLock { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      guard let end = text.range(of: "\r\n\r\n") else { return nil }
      let head = String(text[..<end.lowerBound])
      guard let status = Int(head.split(separator: " ").dropFirst().first ?? "") else { return nil }
      let field = head.lowercased().components(separatedBy: "\r\n").first {
        $0.hasPrefix("content-length:")
      }
      let length = field.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
      let start = head.utf8.count + 4
      guard bytes.count >= start + length else { return nil }
      let body = String(decoding: bytes[start..<start + length], as: UTF8.self)
      bytes.removeFirst(start + length)
      return Response(status: status, head: head, body: body)
    }
  }

  /// Waits for bytes; false at the end.
  private func receiveMore() async throws -> Bool {
    let descriptor = descriptor
    let (chunk, error) = await offPool {
      var chunk = [UInt8](repeating: 0, count: 64 * 1024)
      let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
      return count >= 0 ? (Array(chunk.prefix(count)), 0) : ([], errno)
    }
    if error == EAGAIN { throw Failure(description: "nothing came for 10 s") }
    received.withLock { $0.append(contentsOf: chunk) }
    return !chunk.isEmpty
  }
}

/// Runs blocking work on a thread of its own.
package func offPool<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    Thread.detachNewThread { continuation.resume(returning: work()) }
  }
}
