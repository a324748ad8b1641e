import HTTPWire
import Locking
import Server
import TestKit
import Testing

/// Responses whose content comes piece by piece.
struct StreamingTests {
  @Test func `content is sent as it comes, and its end is told`() async throws {
    let service = try TestService()
    let source = service.handler.source
    let client = try await service.client()
    try await client.send(get("/stream"))
    source.give("one")
    #expect(try await client.until("3\r\none\r\n").hasPrefix("HTTP/1.1 200 OK"))
    source.give("three")
    _ = try await client.until("5\r\nthree\r\n")
    source.give(nil)
    #expect(try await client.until("0\r\n\r\n").hasSuffix("0\r\n\r\n"))
    #expect(source.isEnded)
    // The connection stays good for the next request.
    try await client.send(get("/next"))
    #expect(try await client.response()?.body == "/next")
    await service.end()
  }

  @Test func `a client that goes away ends the source, even one that has nothing to say`()
    async throws
  {
    let service = try TestService()
    let client = try await service.client()
    try await client.send(get("/stream"))
    service.handler.source.give("x")
    _ = try await client.until("x\r\n")
    client.finishSending()
    #expect(try await client.rest() == "")
    await service.handler.source.ended()
    await service.end()
  }

  @Test func `who reads slowly is sent no more than there is room for`() async throws {
    let service = try TestService {
      $0.highWaterMark = 64 * 1024
      $0.deadlines.write = .milliseconds(100)
    }
    let client = try await service.client()
    client.shrinkReceiveBuffer()
    try await client.send(get("/stream"))
    let source = service.handler.source
    for _ in 0..<2_000 { source.give(String(repeating: "y", count: 16 * 1024)) }
    await source.ended()
    // 32 MB waited; what was taken of them is what the system's buffers and the high-water mark hold.
    #expect(source.taken < 1_000)
    await service.end()
  }

  @Test func `a HEAD gets the head, and the source is not asked`() async throws {
    let service = try TestService()
    let client = try await service.client()
    try await client.send("HEAD /stream HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    let text = try await client.rest()
    #expect(text.hasPrefix("HTTP/1.1 200 OK") && text.hasSuffix("\r\n\r\n"))
    #expect(service.handler.source.taken == 0)
    await service.end()
  }
}

extension RawClient {
  /// Reads until what came ends in some text, and gives it all.
  fileprivate func until(_ end: String) async throws -> String {
    var text = ""
    while !text.hasSuffix(end) {
      let bytes = try await some()
      guard !bytes.isEmpty else { return text }
      text += String(decoding: bytes, as: UTF8.self)
    }
    return text
  }
}

/// Content that a test gives piece by piece.
final class TestSource: HTTPContentSource {
  private struct State {
    var pieces: [[UInt8]?] = []
    var waiter: CheckedContinuation<Void, Never>?
    var taken = 0
    var isEnded = false
  }

  private let state = Locked(State())
  private let gate = Gate()

  var taken: Int { state.withLock { $0.taken } }
  var isEnded: Bool { state.withLock { $0.isEnded } }

  /// Gives a piece; nil ends the content.
  func give(_ text: String?) {
    state.withLock { $0.pieces.append(text.map { Array($0.utf8) }) }
    wake()
  }

  func end() {
    state.withLock { $0.isEnded = true }
    gate.open()
  }

  /// Returns once the server has ended it.
  func ended() async { await gate.arriveAndWait() }

  func next() async -> [UInt8]? {
    while !Task.isCancelled {
      let piece: [UInt8]?? = state.withLock { state in
        guard !state.pieces.isEmpty else { return nil }
        state.taken += 1
        return .some(state.pieces.removeFirst())
      }
      if let piece { return piece }
      await withTaskCancellationHandler {
        await withCheckedContinuation { waiter in
          let isDue = state.withLock { state in
            if Task.isCancelled || !state.pieces.isEmpty { return true }
            state.waiter = waiter
            return false
          }
          if isDue { waiter.resume() }
        }
      } onCancel: {
        wake()
      }
    }
    return nil
  }

  private func wake() {
    let waiter = state.withLock { $0.waiter.take() }
    waiter?.resume()
  }
}
