import HTTPWire
import Testing

/// Transcripts of one client connection: what goes out, what comes in, and exactly what is told.
@Suite struct HTTPClientMachineTests {
  @Test func `a request is written with its host first and its length last`() throws {
    var machine = HTTPClientMachine()
    var request = HTTPRequest(
      .post, try url("https://Example.com:8443/a/b?c=d"),
      fields: [.contentType: "text/plain", .host: "evil", .contentLength: "7", .upgrade: "h2c"])
    request.body = Array("hello".utf8)
    #expect(
      machine.send(request)
        == "POST /a/b?c=d HTTP/1.1\r\nhost: example.com:8443\r\ncontent-type: text/plain\r\n"
        + "content-length: 5\r\n\r\nhello")
  }

  @Test func `a length is written where content is usual, and a scheme's own port is left out`()
    throws
  {
    var machine = HTTPClientMachine()
    #expect(
      machine.send(HTTPRequest(.post, try url("http://a:80/")))
        == "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n")
    machine = HTTPClientMachine()
    #expect(
      machine.send(HTTPRequest(.get, try url("https://[::1]:443?q")))
        == "GET /?q HTTP/1.1\r\nhost: [::1]\r\n\r\n")
  }

  @Test func `a proxy is given the whole URL and its own fields, and is asked for tunnels`() throws
  {
    var machine = HTTPClientMachine()
    let proxyFields: HTTPFields = [.proxyAuthorization: "Basic eA=="]
    var output: [UInt8] = []
    machine.send(
      HTTPRequest(.get, try url("http://a/x")), proxyFields: proxyFields, limits: .standard,
      into: &output)
    #expect(
      text(output)
        == "GET http://a/x HTTP/1.1\r\nhost: a\r\nproxy-authorization: Basic eA==\r\n\r\n")
    machine = HTTPClientMachine()
    output = []
    machine.connect(
      to: try url("https://a").origin, proxyFields: proxyFields, limits: .standard, into: &output)
    #expect(
      text(output)
        == "CONNECT a:443 HTTP/1.1\r\nhost: a:443\r\nproxy-authorization: Basic eA==\r\n\r\n")
    machine.receive("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n")
    #expect(machine.told() == ["200", "end", "close"])
  }

  @Test func `what follows a tunnel's answer at once is refused`() throws {
    var machine = HTTPClientMachine()
    var output: [UInt8] = []
    machine.connect(
      to: try url("https://a").origin, proxyFields: [:], limits: .standard, into: &output)
    machine.receive("HTTP/1.1 200 OK\r\n\r\nGET")
    #expect(machine.told() == ["200", "unasked"])
  }

  @Test func `a response is surfaced as head, content and end, and another request may follow`()
    throws
  {
    var machine = HTTPClientMachine()
    #expect(machine.isIdle)
    _ = machine.send(HTTPRequest(.get, try url("http://a/")))
    #expect(!machine.isIdle)
    #expect(machine.told() == ["wait"])
    machine.receive("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe")
    #expect(machine.told() == ["200", "he", "wait"])
    machine.receive("llo")
    #expect(machine.told() == ["llo", "end", "wait"])
    #expect(machine.isIdle)
    _ = machine.send(HTTPRequest(.get, try url("http://a/")))
    machine.receive("HTTP/1.1 204 No Content\r\n\r\n")
    #expect(machine.told() == ["204", "end", "wait"])
    #expect(machine.isIdle)
  }

  @Test func `interim responses are passed over, but not without end`() throws {
    var machine = HTTPClientMachine()
    _ = machine.send(HTTPRequest(.get, try url("http://a/")))
    machine.receive("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
    #expect(machine.told() == ["wait"])
    machine.receive("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    #expect(machine.told() == ["200", "end", "wait"])
    _ = machine.send(HTTPRequest(.get, try url("http://a/")))
    machine.receive(String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 9))
    #expect(machine.told() == ["tooManyInterimResponses"])
  }

  @Test func `a switch of protocols is refused, because none was asked for`() throws {
    var machine = HTTPClientMachine()
    _ = machine.send(HTTPRequest(.get, try url("http://a/")))
    machine.receive("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n")
    #expect(machine.told() == ["switchedProtocols"])
  }

  @Test func `the answer to HEAD has no content, whatever its length says`() throws {
    var machine = HTTPClientMachine()
    _ = machine.send(HTTPRequest(.head, try url("http://a/")))
    machine.receive("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
    #expect(machine.told() == ["200", "end", "wait"])
    #expect(machine.isIdle)
  }

  @Test func `content without a length ends with the connection, unless that was cut off`() throws {
    var machine = HTTPClientMachine()
    _ = machine.send(HTTPRequest(.get, try url("http://a/")))
    machine.receive("HTTP/1.1 200 OK\r\n\r\nhello")
    #expect(machine.told() == ["200", "hello", "wait"])
    var cut = machine
    machine.receiveEnd()
    #expect(machine.told() == ["end", "close"])
    cut.receiveEnd(isTruncated: true)
    #expect(cut.told() == ["incomplete"])
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
    "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
  ])
  func `a connection that is said to end, or is not clean, takes no other request`(
    response: String
  ) throws {
    var machine = HTTPClientMachine()
    _ = machine.send(HTTPRequest(.get, try url("http://a/")))
    machine.receive(response)
    #expect(machine.told().suffix(2) == ["end", "close"])
    #expect(!machine.isIdle)
  }

  @Test func `bytes that no request asked for end a kept connection`() throws {
    var machine = HTTPClientMachine()
    machine.receive("HTTP/1.1 200 OK\r\n\r\n")
    #expect(!machine.isIdle)
    #expect(machine.told() == ["unasked"])
    #expect(machine.told() == ["close"])
  }

  @Test func `an end within a response is told as such`() throws {
    for part in ["", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe"] {
      var machine = HTTPClientMachine()
      _ = machine.send(HTTPRequest(.get, try url("http://a/")))
      machine.receive(part)
      machine.receiveEnd()
      #expect(machine.told().last == "incomplete", "\(part)")
    }
  }

  @Test func `trailers are told apart from fields`() throws {
    var machine = HTTPClientMachine()
    _ = machine.send(HTTPRequest(.get, try url("http://a/")))
    machine.receive(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nDigest: x\r\n\r\n")
    #expect(machine.told() == ["200", "hello", "end digest: x", "wait"])
  }

  @Test func `content without a length is told up to the limit, however it is cut`() throws {
    var limits = HTTPLimits.standard
    limits.maximumBodyBytes = 4
    for pieces in [["hello"], ["hel", "lo"], ["hell", "o"], ["h", "e", "l", "l", "o"]] {
      var machine = HTTPClientMachine()
      var output: [UInt8] = []
      machine.send(HTTPRequest(.get, try url("http://a/")), limits: limits, into: &output)
      machine.receive("HTTP/1.1 200 OK\r\n\r\n")
      var told: [String] = []
      for piece in pieces {
        machine.receive(piece)
        told += machine.told(markingContent: "+").filter { $0.hasPrefix("+") }
      }
      #expect(told.map { $0.dropFirst() }.joined() == "hell")
      #expect(machine.told() == ["close"])
    }
  }

  @Test func `content over the limit is refused however its length is given`() throws {
    for rest in [
      "Content-Length: 5\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "\r\nhello",
    ] {
      var limits = HTTPLimits.standard
      limits.maximumBodyBytes = 4
      var machine = HTTPClientMachine()
      var output: [UInt8] = []
      machine.send(HTTPRequest(.get, try url("http://a/")), limits: limits, into: &output)
      machine.receive("HTTP/1.1 200 OK\r\n\(rest)")
      #expect(machine.told().last == "body_too_large", "\(rest)")
    }
  }
}

/// The tables of responses, each cut in every way that could matter.
@Suite struct ResponseTableTests {
  @Test func `every response of the refused table is refused for its reason`() throws {
    for row in try TableCase.load("refused-responses.txt") {
      #expect(
        try events(of: [row.input]).last == row.key,
        "\(String(decoding: row.input, as: UTF8.self).debugDescription)")
    }
  }

  @Test func `every response of the accepted table is read as it says`() throws {
    for row in try TableCase.load("accepted-responses.txt") {
      #expect(try events(of: [row.input]).joined(separator: ",") == row.key)
    }
  }

  @Test func `events do not depend on where the bytes are cut`() throws {
    let rows =
      try TableCase.load("refused-responses.txt") + TableCase.load("accepted-responses.txt")
    for row in rows {
      let expected = try events(of: [row.input])
      #expect(try events(of: row.input.map { [$0] }) == expected, "\(row.key)")
      for cut in row.input.indices.dropFirst() {
        let pieces = [Array(row.input[..<cut]), Array(row.input[cut...])]
        #expect(try events(of: pieces) == expected, "\(row.key) cut at \(cut)")
      }
    }
  }

  /// What the answer to one request comes to, the connection ending behind it.
  private func events(of pieces: [[UInt8]]) throws -> [String] {
    var machine = HTTPClientMachine()
    _ = machine.send(HTTPRequest(.get, try url("http://a/")))
    var all: [String] = []
    func add() {
      for event in machine.told(markingContent: "+") where event != "wait" && event != "close" {
        if let last = all.last, last.hasPrefix("+"), event.hasPrefix("+") {
          all[all.count - 1] = last + event.dropFirst()
        } else {
          all.append(event)
        }
      }
    }
    for piece in pieces {
      machine.receive(piece.span)
      add()
    }
    machine.receiveEnd()
    add()
    return all
  }
}

private func url(_ text: String) throws -> HTTPURL { try #require(HTTPURL(text)) }

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

extension HTTPClientMachine {
  /// Sends a request and gives what was written.
  fileprivate mutating func send(_ request: HTTPRequest) -> String {
    var output: [UInt8] = []
    send(request, limits: .standard, into: &output)
    return text(output)
  }

  fileprivate mutating func receive(_ text: String) {
    let bytes = Array(text.utf8)
    receive(bytes.span)
  }

  /// Everything there is to tell, in short, up to where it waits or ends.
  fileprivate mutating func told(markingContent mark: String = "") -> [String] {
    var told: [String] = []
    while true {
      switch next() {
      case .head(let head): told.append("\(head.status)")
      case .body(let bytes): told.append(mark + text(bytes))
      case .end(let trailers):
        let lines = trailers.map { " \($0.name): \($0.value)" }
        told.append("end" + lines.joined(separator: ","))
      case .needMore: return told + ["wait"]
      case .close: return told + ["close"]
      case .failed(let problem): return told + [problem.name]
      }
    }
  }
}

extension HTTPResponseProblem {
  /// What the tables call it.
  fileprivate var name: String {
    switch self {
    case .malformedStatusLine: "malformedStatusLine"
    case .unsupportedVersion: "unsupportedVersion"
    case .switchedProtocols: "switchedProtocols"
    case .tooManyInterimResponses: "tooManyInterimResponses"
    case .unasked: "unasked"
    case .incomplete: "incomplete"
    case .malformed(let problem): problem.reason
    }
  }
}
