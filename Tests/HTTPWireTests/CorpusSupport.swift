import Foundation
import HTTPWire

/// Gives each HTTP/1.1 request of a corpus without any `Host` one: that of its target, if it names one.
enum HostInsertion {
  static func apply(to input: [UInt8]) -> [UInt8] {
    let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
    let texts = lines.map { String(decoding: $0, as: UTF8.self) }
    guard !texts.contains(where: { $0.prefixMatch(of: /(?i)host[ \t]*:/) != nil }) else {
      return input
    }
    var result: [UInt8] = []
    for (line, text) in zip(lines, texts) {
      result += line
      if line.endIndex < input.endIndex { result.append(0x0A) }
      if let match = text.wholeMatch(of: /([^ ]+) ([^ ]+) HTTP\/1\.1\r/) {
        result += "Host: \(authority(match.2, isTunnel: match.1 == "CONNECT"))\r\n".utf8
        result += "Inserted: yes\r\n".utf8
      }
    }
    return result
  }

  private static func authority(_ target: Substring, isTunnel: Bool) -> Substring {
    if isTunnel { return target }
    let match = target.prefixMatch(of: /[a-zA-Z]+:\/\/([^\/?]+)/)
    return match?.1 ?? "inserted"
  }
}

/// One request put together from events.
struct ReceivedMessage {
  var head: HTTPRequestHead
  var body: [UInt8] = []
  var trailers = HTTPFields()
  var isComplete = false

  /// Fields as `name: value`, without an inserted host.
  var lines: [String] {
    let lines = head.fields.map { "\($0.name): \($0.value)" }
    return lines.dropFirst().first == "inserted: yes" ? Array(lines.dropFirst(2)) : lines
  }

  var trailerLines: [String] {
    trailers.map { "\($0.name): \($0.value)" }
  }

  static func collect(_ events: [HTTPServerEvent]) -> [ReceivedMessage] {
    var messages: [ReceivedMessage] = []
    for event in events {
      switch event {
      case .head(let head): messages.append(ReceivedMessage(head: head))
      case .body(let bytes): messages[messages.count - 1].body += bytes
      case .end(let trailers):
        messages[messages.count - 1].trailers = trailers
        messages[messages.count - 1].isComplete = true
      case .needMore, .awaitResponse, .refuse, .close: break
      }
    }
    return messages
  }
}
