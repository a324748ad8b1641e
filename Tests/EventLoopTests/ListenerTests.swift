import Foundation
import Glibc
import Locking
import TestKit
import Testing

@testable import EventLoop

/// Sends back what it gets, and holds still while its own output waits.
private actor Echo: StreamHandler {
  nonisolated let socket: StreamSocket
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    // SAFETY: the echo holds the socket, which holds the loop.
    unsafe socket.loop.asUnownedSerialExecutor()
  }
  private let closed: @Sendable () -> Void

  init(_ socket: StreamSocket, closed: @escaping @Sendable () -> Void) {
    self.socket = socket
    self.closed = closed
  }

  func start() {
    socket.setHandler(self)
    socket.startReading()
  }

  nonisolated func streamDidRead(_ bytes: Span<UInt8>) {
    socket.write(bytes)
    if !socket.hasRoom { socket.stopReading() }
  }

  nonisolated func streamDidEnd() { socket.shutdownWrite() }
  nonisolated func streamDidDrain() { socket.startReading() }
  nonisolated func streamDidClose(_ error: IOError?) { closed() }
}

/// A group with an echo service.
private final class EchoService: Sendable {
  let group: EventLoopGroup
  let limit: ConnectionLimit
  let listener: Listener
  /// The loops that took connections, and the credentials of those.
  let taken = Locked<[(loop: ObjectIdentifier, credentials: PeerCredentials?)]>([])
  let closed = Locked(0)

  init(
    _ endpoint: Endpoint = .tcp(host: "127.0.0.1", port: 0), loops: Int = 2,
    connections: Int = 1000, highWaterMark: Int = StreamSocket.defaultHighWaterMark
  ) throws {
    group = try EventLoopGroup(count: loops)
    limit = ConnectionLimit(connections)
    listener = try Listener(endpoint, on: group, limit: limit, highWaterMark: highWaterMark)
    listener.start { [weak self] socket in
      self?.taken.withLock { $0.append((ObjectIdentifier(socket.loop), socket.credentials)) }
      let echo = Echo(socket) { self?.closed.withLock { $0 += 1 } }
      echo.assumeIsolated { $0.start() }
    }
  }

  var port: UInt16 { listener.address.port ?? 0 }

  func client() async throws -> RawClient { try await RawClient(port: port) }

  func end() async {
    await listener.stop()
    await group.shutdown()
  }
}

/// Sends a word and expects it back.
private func greet(_ client: RawClient, _ word: String = "hello") async throws {
  try await client.send(word)
  var answer: [UInt8] = []
  while answer.count < word.utf8.count {
    let more = try await client.some()
    guard !more.isEmpty else { break }
    answer += more
  }
  #expect(String(decoding: answer, as: UTF8.self) == word)
}

struct ListenerTests {
  @Test func `connections are spread over the loops evenly`() async throws {
    let service = try EchoService(loops: 3)
    var clients: [RawClient] = []
    for _ in 0..<30 {
      let client = try await service.client()
      try await greet(client)
      clients.append(client)
    }
    let loops = service.taken.withLock { Dictionary(grouping: $0, by: \.loop).mapValues(\.count) }
    #expect(loops.values.sorted() == [10, 10, 10])
    await service.end()
  }

  @Test func `a client may end its side first and still gets everything back`() async throws {
    let service = try EchoService()
    let client = try await service.client()
    try await client.send("the last words")
    client.finishSending()
    #expect(try await client.rest() == "the last words")
    await service.end()
    #expect(service.closed.withLock { $0 } == 1)
  }

  @Test func `a client that does not read is not read from, and nothing is lost`() async throws {
    let service = try EchoService(loops: 1, highWaterMark: 64 * 1024)
    let client = try await service.client()
    let pattern = (0..<65_521).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let data = Array(repeatElement(pattern, count: 100).joined())
    async let sending: Void = client.send(data)
    // The other connections of the loop go on meanwhile.
    try await greet(service.client())
    var received: [UInt8] = []
    while received.count < data.count {
      let more = try await client.some()
      guard !more.isEmpty else { break }
      received += more
    }
    try await sending
    let isSame = received == data
    #expect(isSame)
    await service.end()
  }

  @Test func `at the limit clients wait, and get their turn when another leaves`() async throws {
    let service = try EchoService(connections: 2)
    var first: RawClient? = try await service.client()
    let second = try await service.client()
    if let first { try await greet(first) }
    try await greet(second)
    let third = try await service.client()
    try await third.send("wait")
    #expect(service.limit.open == 2)
    #expect(service.taken.withLock(\.count) == 2)
    first = nil
    #expect(String(decoding: try await third.some(), as: UTF8.self) == "wait")
    await service.end()
    #expect(service.limit.open == 0)
  }

  @Test func `a port in use is refused with what to do`() async throws {
    let service = try EchoService()
    let error = #expect(throws: IOError.self) {
      try Listener(
        .tcp(host: "127.0.0.1", port: service.port), on: service.group, limit: service.limit)
    }
    #expect(
      error?.description
        == "cannot listen on `127.0.0.1:\(service.port)`: address already in use; "
        + "another process listens there; stop it or choose another port")
    await service.end()
  }

  @Test func `a host name is refused, because it may mean many addresses`() async throws {
    let group = try EventLoopGroup(count: 1)
    let error = #expect(throws: IOError.self) {
      try Listener(.tcp(host: "localhost", port: 0), on: group, limit: ConnectionLimit(1))
    }
    #expect(error?.description.hasSuffix("give a numeric IPv4 or IPv6 address") == true)
    await group.shutdown()
  }

  @Test func `IPv6 is listened on where the machine has it`() async throws {
    guard let service = try? EchoService(.tcp(host: "::1", port: 0)) else { return }
    #expect(service.listener.address.description == "[::1]:\(service.port)")
    await service.end()
  }
}

struct UnixListenerTests {
  @Test(arguments: [0o600, 0o660] as [UInt16])
  func `the socket file has the mode asked for, and goes with its listener`(mode: UInt16)
    async throws
  {
    let folder = try TemporaryFolder()
    let service = try EchoService(.unix(path: folder.path("s"), mode: mode))
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("s"))
    #expect((attributes[.posixPermissions] as? NSNumber)?.uint16Value == mode)
    try await greet(RawClient(path: folder.path("s")))
    await service.end()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
  }

  @Test func `the system says who connected`() async throws {
    let folder = try TemporaryFolder()
    let service = try EchoService(.unix(path: folder.path("s"), mode: 0o600))
    try await greet(RawClient(path: folder.path("s")))
    let credentials = service.taken.withLock { $0.first?.credentials }
    #expect(credentials == PeerCredentials(uid: getuid(), gid: getgid(), pid: getpid()))
    await service.end()
  }

  @Test func `a socket file that nobody listens behind is replaced`() async throws {
    let folder = try TemporaryFolder()
    // As a process that was killed leaves it.
    let stale = try ListeningSocket(.unix(path: folder.path("s"), mode: 0o600))
    _ = Glibc.close(stale.descriptor)
    let service = try EchoService(.unix(path: folder.path("s"), mode: 0o600))
    try await greet(RawClient(path: folder.path("s")))
    await service.end()
  }

  @Test func `a socket file that somebody listens behind is left alone`() async throws {
    let folder = try TemporaryFolder()
    let service = try EchoService(.unix(path: folder.path("s"), mode: 0o600))
    let error = #expect(throws: IOError.self) {
      try ListeningSocket(.unix(path: folder.path("s"), mode: 0o600))
    }
    #expect(error?.code == EADDRINUSE)
    try await greet(RawClient(path: folder.path("s")))
    await service.end()
  }

  @Test func `a file that is not a socket is left alone`() throws {
    let folder = try TemporaryFolder()
    try folder.write("precious", to: "s")
    let error = #expect(throws: IOError.self) {
      try ListeningSocket(.unix(path: folder.path("s"), mode: 0o600))
    }
    #expect(error?.code == EEXIST)
    #expect(try String(contentsOfFile: folder.path("s"), encoding: .utf8) == "precious")
  }

  @Test func `a socket file of a successor is not removed by its predecessor`() async throws {
    let folder = try TemporaryFolder()
    let old = try ListeningSocket(.unix(path: folder.path("s"), mode: 0o600))
    try FileManager.default.removeItem(atPath: folder.path("s"))
    let service = try EchoService(.unix(path: folder.path("s"), mode: 0o600))
    old.close()
    try await greet(RawClient(path: folder.path("s")))
    await service.end()
  }

  @Test func `a path too long for the system is refused with its limit`() throws {
    let path = "/tmp/" + String(repeating: "x", count: 200)
    let error = #expect(throws: IOError.self) {
      try ListeningSocket(.unix(path: path, mode: 0o600))
    }
    #expect(error?.advice == "a socket's path may have 107 bytes; choose a shorter one")
  }
}

struct DescriptorExhaustionTests {
  @Test
  func `out of descriptors the listener pauses, and serves those who waited once there are some`()
    async
  {
    await #expect(processExitsWith: .success) {
      let service = try EchoService(loops: 1)
      let first = try await service.client()
      try await greet(first)
      // A socket made before the descriptors run out, connected after.
      let waiting = try await service.client()
      try await greet(waiting)
      var hoard: [Int32] = []
      var limit = rlimit(rlim_cur: 64, rlim_max: 64)
      // SAFETY: the pointer is used within the call only.
      unsafe _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      while true {
        let descriptor = dup(0)
        guard descriptor >= 0 else { break }
        hoard.append(descriptor)
      }
      guard let spare = hoard.popLast() else { exit(1) }
      _ = Glibc.close(spare)
      // This takes the one descriptor that is free, so the server has none to accept with.
      let late = try await service.client()
      try await late.send("late")
      try await greet(first, "those connected are still served")
      for descriptor in hoard { _ = Glibc.close(descriptor) }
      let answer = try await late.some()
      guard String(decoding: answer, as: UTF8.self) == "late" else { exit(2) }
      await service.end()
    }
  }
}
