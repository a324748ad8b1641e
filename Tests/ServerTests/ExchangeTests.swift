import Foundation
import TestKit
import Testing

/// One case of `Tests/Fixtures/Server/exchanges.txt`.
private struct Exchange {
  var name: String
  var sent: [UInt8] = []
  var statuses: [Int] = []
  var closes = false

  static func all() throws -> [Exchange] {
    let file = Corpora.repository.appending(path: "Tests/Fixtures/Server/exchanges.txt")
    var cases: [Exchange] = []
    for line in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n") {
      switch line.first {
      case nil, "#": continue
      case ">": cases[cases.count - 1].sent += unescape(line.dropFirst(2))
      case "<":
        let words = line.split(separator: " ").dropFirst()
        cases[cases.count - 1].statuses = words.compactMap { Int($0) }
        cases[cases.count - 1].closes = words.last == "close"
      default: cases.append(Exchange(name: line))
      }
    }
    return cases
  }

  private static func unescape(_ text: Substring) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let kind = rest.popFirst() else {
        bytes.append(byte)
        continue
      }
      switch kind {
      case UInt8(ascii: "r"): bytes.append(13)
      case UInt8(ascii: "n"): bytes.append(10)
      case UInt8(ascii: "t"): bytes.append(9)
      case UInt8(ascii: "x"):
        bytes.append(UInt8(String(decoding: Array(rest.prefix(2)), as: UTF8.self), radix: 16) ?? 0)
        rest = rest.dropFirst(2)
      default: bytes.append(0)
      }
    }
    return bytes
  }
}

struct ExchangeTests {
  @Test func `every exchange gets its statuses, whole and byte by byte`() async throws {
    let service = try TestService()
    for exchange in try Exchange.all() {
      for isWhole in [true, false] {
        let client = try await service.client()
        if isWhole {
          try await client.send(exchange.sent)
        } else {
          // A refusal may come before the last byte, and sending to who has left fails.
          for byte in exchange.sent { try? await client.send([byte]) }
        }
        var statuses: [Int] = []
        for _ in exchange.statuses {
          if let response = try await client.response() { statuses.append(response.status) }
        }
        #expect(statuses == exchange.statuses, "\(exchange.name)")
        if exchange.closes {
          #expect(try await client.rest() == "", "\(exchange.name)")
        } else {
          try await client.send(get("/after"))
          #expect(try await client.response()?.body == "/after", "\(exchange.name)")
        }
      }
    }
    await service.end()
  }
}
