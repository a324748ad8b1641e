import Foundation
import TestKit
import Testing

@testable import EventLoop

struct ConnectingTests {
  private func soon(_ loop: EventLoop, _ duration: Duration = .seconds(300)) async -> LoopTime {
    await withCheckedContinuation { continuation in
      loop.execute { continuation.resume(returning: loop.now.advanced(by: duration)) }
    }
  }

  private func listener(on group: EventLoopGroup) throws -> Listener {
    let listener = try Listener(
      .tcp(host: "127.0.0.1", port: 0), on: group, limit: ConnectionLimit(10))
    listener.start { $0.close() }
    return listener
  }

  @Test func `an address that refuses gives way to the next`() async throws {
    let group = try EventLoopGroup(count: 1)
    let loop = group.loops[0]
    let listener = try listener(on: group)
    let port = try #require(listener.address.port)
    let addresses: [SocketAddress] = [
      .ipv4(0x7F00_0001, port: 1), .ipv4(0x7F00_0001, port: port),
    ]
    let socket = try await loop.connect(to: addresses, until: await soon(loop))
    #expect(socket.peer == addresses[1])
    loop.execute { socket.close() }
    await listener.stop()
    await group.shutdown()
  }

  @Test func `where all refuse, the error is that of the first`() async throws {
    let group = try EventLoopGroup(count: 1)
    let loop = group.loops[0]
    let deadline = await soon(loop)
    let addresses: [SocketAddress] = [.ipv4(0x7F00_0001, port: 1), .unix(path: "/nowhere.sock")]
    do {
      _ = try await loop.connect(to: addresses, until: deadline)
      Issue.record("connected")
    } catch {
      #expect(error.description == "cannot connect to 127.0.0.1:1: connection refused")
    }
    await #expect(throws: IOError.self) { try await loop.connect(to: [], until: deadline) }
    let long = SocketAddress.unix(path: "/" + String(repeating: "x", count: 200))
    await #expect(throws: IOError.self) { try await loop.connect(to: [long], until: deadline) }
    await group.shutdown()
  }

  @Test func `an address that does not answer is given up at the deadline`() async throws {
    // A backlog of nothing, with a connection in it, answers no further one.
    let full = try FullBacklog()
    let group = try EventLoopGroup(count: 1)
    let loop = group.loops[0]
    let deadline = await soon(loop, .milliseconds(50))
    do {
      _ = try await loop.connect(to: [.ipv4(0x7F00_0001, port: full.port)], until: deadline)
      Issue.record("connected")
    } catch {
      #expect(error.isTimeout)
    }
    await group.shutdown()
    full.close()
  }

  @Test func `a slow address does not keep the next from being tried`() async throws {
    let full = try FullBacklog()
    let group = try EventLoopGroup(count: 1)
    let loop = group.loops[0]
    let listener = try listener(on: group)
    let port = try #require(listener.address.port)
    let addresses: [SocketAddress] = [
      .ipv4(0x7F00_0001, port: full.port), .ipv4(0x7F00_0001, port: port),
    ]
    let socket = try await loop.connect(to: addresses, until: await soon(loop))
    #expect(socket.peer == addresses[1])
    loop.execute { socket.close() }
    await listener.stop()
    await group.shutdown()
    full.close()
  }
}

/// A listening socket whose queue is full, so that the system lets further connections wait.
private final class FullBacklog {
  let port: UInt16
  private var descriptors: [Int32] = []

  init() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    descriptors.append(listener)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    // SAFETY: the pointers are to a local of the size that is given, and used within the calls only.
    port = unsafe withUnsafeMutableBytes(of: &address) { bytes in
      guard let base = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else {
        return 0
      }
      unsafe bind(listener, base, size)
      listen(listener, 0)
      unsafe getsockname(listener, base, &size)
      return unsafe UInt16(bigEndian: bytes.load(fromByteOffset: 2, as: UInt16.self))
    }
    address.sin_port = port.bigEndian
    for _ in 0..<2 {
      let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_NONBLOCK, 0)
      descriptors.append(client)
      unsafe withUnsafeBytes(of: &address) { bytes in
        guard let base = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else {
          return
        }
        _ = unsafe connect(client, base, size)
      }
    }
  }

  func close() {
    for descriptor in descriptors { Glibc.close(descriptor) }
  }
}
