import Foundation
import TestKit
import Testing

@testable import EventLoop

/// A resolver that asks a DNS server of the test's own.
struct ResolverTests {
  private struct Setting {
    let group: EventLoopGroup
    let resolver: Resolver
    let program: Program

    var loop: EventLoop { group.loops[0] }

    init() async throws {
      program = try Program(
        starting: "/usr/bin/env", ["python3", "-u", "Tests/Fixtures/EventLoop/dns.py"],
        directory: Corpora.repository)
      let port = try #require(await program.printedPort())
      group = try EventLoopGroup(count: 1)
      resolver = Resolver(on: group.loops[0], servers: "127.0.0.1:\(port)")
    }

    func addresses(_ host: String, within limit: Duration = .seconds(5)) async
      -> Result<[SocketAddress], ResolveError>
    {
      let loop = loop
      let deadline = await withCheckedContinuation { continuation in
        loop.execute { continuation.resume(returning: loop.now.advanced(by: limit)) }
      }
      do {
        return .success(try await resolver.addresses(of: host, port: 443, until: deadline))
      } catch {
        return .failure(error)
      }
    }

    func end() async {
      await group.shutdown()
      program.send(SIGTERM)
      _ = await program.result()
    }
  }

  @Test func `a name has the addresses of both families`() async throws {
    let setting = try await Setting()
    let found = try await setting.addresses("both.example").get()
    #expect(
      Set(found) == [
        .ipv4(0x7F00_0002, port: 443), .ipv4(0x7F00_0003, port: 443), .ipv6(0, 1, port: 443),
      ])
    #expect(try await setting.addresses("four.example").get() == [.ipv4(0x7F00_0004, port: 443)])
    await setting.end()
  }

  @Test func `names that are not known, and answers that make no sense, are told apart`()
    async throws
  {
    let setting = try await Setting()
    #expect(await setting.addresses("missing.example") == .failure(.notFound))
    #expect(await setting.addresses("empty.example") == .failure(.notFound))
    #expect(await setting.addresses("a..b") == .failure(.notFound))
    #expect(await setting.addresses("nul\0.example") == .failure(.notFound))
    #expect(await setting.addresses("") == .failure(.notFound))
    guard case .failure(.failed) = await setting.addresses("refused.example") else {
      Issue.record("no failure")
      return
    }
    await setting.end()
  }

  @Test func `a server that is silent is waited for until the deadline`() async throws {
    let setting = try await Setting()
    #expect(
      await setting.addresses("silent.example", within: .milliseconds(50)) == .failure(.timeout))
    // The lookup that c-ares goes on with does not keep the loop from ending.
    await setting.end()
  }

  @Test func `addresses and this machine are not looked up`() async throws {
    let setting = try await Setting()
    #expect(try await setting.addresses("10.1.2.3").get() == [.ipv4(0x0A01_0203, port: 443)])
    #expect(
      try await setting.addresses("fd00::1").get() == [.ipv6(0xFD00 << 48, 1, port: 443)])
    let local: [SocketAddress] = [.ipv4(0x7F00_0001, port: 443), .ipv6(0, 1, port: 443)]
    #expect(try await setting.addresses("localhost").get() == local)
    #expect(try await setting.addresses("App.LocalHost.").get() == local)
    await setting.end()
    #expect(await setting.program.result().output.split(separator: "\n").count == 1)
  }

  @Test func `as many lookups as there may be go on at once, and one more is refused`()
    async throws
  {
    let setting = try await Setting()
    let outcomes = await withTaskGroup(of: Result<[SocketAddress], ResolveError>.self) { tasks in
      for number in 0..<65 {
        tasks.addTask {
          await setting.addresses("silent\(number).example", within: .milliseconds(300))
        }
      }
      return await tasks.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.count { $0 == .failure(.overloaded) } == 1)
    #expect(outcomes.count { $0 == .failure(.timeout) } == 64)
    await setting.end()
  }
}
