import Foundation
import HTTPWire
import TestKit

/// A machine that accepts any host, for tests that are not about authorities.
func anyHostMachine(_ change: (inout HTTPLimits) -> Void = { _ in }) -> HTTPServerMachine {
  var limits = HTTPLimits.standard
  change(&limits)
  return HTTPServerMachine(limits: limits, authorities: .any)
}

extension HTTPServerMachine {
  mutating func receive(_ text: String) {
    let bytes = Array(text.utf8)
    receive(bytes.span)
  }

  mutating func write(_ text: String, into output: inout [UInt8]) throws {
    let bytes = Array(text.utf8)
    try write(bytes.span, into: &output)
  }

  /// Collects events until one says to wait or to close, which comes last; pieces of content are joined.
  mutating func events() -> [HTTPServerEvent] {
    var events: [HTTPServerEvent] = []
    while true {
      let event = next()
      switch (event, events.last) {
      case (.body(let more), .body(let bytes)):
        events[events.count - 1] = .body(bytes + more)
      default: events.append(event)
      }
      switch event {
      case .needMore, .awaitResponse, .refuse, .close: return events
      case .head, .body, .end: continue
      }
    }
  }

  /// The text of a whole response.
  mutating func respond(_ response: HTTPResponse, date: HTTPDate? = nil) throws -> String {
    var output: [UInt8] = []
    try respond(response, date: date, into: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// Collects events of input cut into pieces, each complete request being answered with an empty 200.
  mutating func run(_ pieces: [[UInt8]], thenEnd: Bool = false) -> [HTTPServerEvent] {
    var all: [HTTPServerEvent] = []
    func add(_ events: [HTTPServerEvent]) {
      for event in events {
        switch (event, all.last) {
        case (.body(let more), .body(let bytes)): all[all.count - 1] = .body(bytes + more)
        case (.needMore, _), (.awaitResponse, _): break
        case (.close, .close): break
        default: all.append(event)
        }
      }
    }
    func settle() {
      while true {
        let events = events()
        add(events)
        guard events.last == .awaitResponse else { return }
        var output: [UInt8] = []
        do {
          try respond(HTTPResponse(.ok), into: &output)
        } catch {
          return
        }
      }
    }
    for piece in pieces {
      receive(piece.span)
      settle()
    }
    if thenEnd {
      receiveEnd()
      settle()
    }
    return all
  }
}

/// One line of a table: a key, two spaces, and text with `\r \n \t \0 \xNN \\` escapes.
struct TableCase {
  let key: String
  let input: [UInt8]

  static func load(_ name: String) throws -> [TableCase] {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/HTTPWire/\(name)")
    let text = try String(contentsOf: url, encoding: .utf8)
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let parts = line.split(separator: "  ", maxSplits: 1)
      return TableCase(key: String(parts[0]), input: unescape(parts[1]))
    }
  }

  private static func unescape(_ text: Substring) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
        bytes.append(byte)
        continue
      }
      switch escape {
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "0"): bytes.append(0x00)
      case UInt8(ascii: "x"):
        bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
        rest = rest.dropFirst(2)
      default: bytes.append(escape)
      }
    }
    return bytes
  }
}
