import HTTPWire
import Testing

/// Transcripts of one connection: what comes in, and exactly what comes out.
@Suite struct HTTPServerMachineTests {
  @Test
  func `a request is surfaced as head, content and end, and the machine waits for the response`()
    throws
  {
    var machine = anyHostMachine()
    machine.receive("POST /v1/decide?x=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe")
    let events = machine.events()
    guard case .head(let head) = events.first else {
      Issue.record("no head")
      return
    }
    #expect(head.method == .post)
    #expect(head.path == "/v1/decide")
    #expect(head.query == "x=1")
    #expect(head.fields[.host] == "a")
    #expect(head.framing == .length(5))
    #expect(head.keepAlive)
    #expect(events.dropFirst() == [.body(Array("he".utf8)), .needMore])
    machine.receive("llo")
    #expect(machine.events() == [.body(Array("llo".utf8)), .end(trailers: [:]), .awaitResponse])
    #expect(
      try machine.respond(HTTPResponse(.ok)) == "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
    #expect(machine.events() == [.needMore])
    #expect(machine.isIdle == true)
  }

  @Test func `a pipelined request is surfaced only when the present one is answered`() throws {
    var machine = anyHostMachine()
    machine.receive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(targets(machine.events()) == ["/1"])
    #expect(machine.events() == [.awaitResponse])
    _ = try machine.respond(HTTPResponse(.ok))
    #expect(targets(machine.events()) == ["/2"])
    _ = try machine.respond(HTTPResponse(.ok))
    #expect(machine.events() == [.needMore])
  }

  @Test func `a streamed response ends the exchange only when it is finished`() throws {
    var machine = anyHostMachine()
    machine.receive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
    _ = machine.events()
    var output: [UInt8] = []
    try machine.begin(HTTPResponseHead(.ok), into: &output)
    #expect(machine.events() == [.awaitResponse])
    try machine.write("hello", into: &output)
    try machine.write("", into: &output)
    try machine.write("0123456789abcdef", into: &output)
    #expect(machine.events() == [.awaitResponse])
    try machine.finish(into: &output)
    #expect(targets(machine.events()) == ["/2"])
    #expect(
      String(decoding: output, as: UTF8.self)
        == "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        + "5\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n")
  }

  @Test func `the connection is kept or closed as version and Connection say`() throws {
    let cases: [(request: String, keeps: Bool, said: String)] = [
      ("GET / HTTP/1.1\r\nHost: a\r\n", true, ""),
      ("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n", false, "connection: close\r\n"),
      ("GET / HTTP/1.1\r\nHost: a\r\nConnection: x , CLOSE\r\n", false, "connection: close\r\n"),
      (
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nConnection: keep-alive\r\n", false,
        "connection: close\r\n"
      ),
      ("GET / HTTP/1.1\r\nHost: a\r\nConnection: closer\r\n", true, ""),
      ("GET / HTTP/1.0\r\n", false, "connection: close\r\n"),
      ("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n", true, "connection: keep-alive\r\n"),
      ("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n", false, "connection: close\r\n"),
    ]
    for (request, keeps, said) in cases {
      var machine = anyHostMachine()
      machine.receive(request + "\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
      let events = machine.events()
      let answer = try machine.respond(HTTPResponse(.ok))
      #expect(events.last == .awaitResponse)
      #expect(answer == "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\(said)\r\n", "\(request)")
      #expect(targets(machine.events()) == (keeps ? ["/2"] : []), "\(request)")
      #expect(machine.wantsInput == keeps)
    }
  }

  @Test func `a handler may ask to close the connection`() throws {
    var machine = anyHostMachine()
    machine.receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    _ = machine.events()
    let answer = try machine.respond(HTTPResponse(.ok, fields: [.connection: "close"]))
    #expect(answer == "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
    #expect(machine.events() == [.close])
  }

  @Test func `content that is received but unread is dropped, and content still to come closes`()
    throws
  {
    let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n"
    var complete = anyHostMachine()
    complete.receive(head + "abcGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
    _ = complete.next()
    #expect(try complete.respond(HTTPResponse(.ok)).contains("connection") == false)
    #expect(targets(complete.events()) == ["/2"])

    var partial = anyHostMachine()
    partial.receive(head + "ab")
    _ = partial.next()
    #expect(try partial.respond(HTTPResponse(.ok)).hasSuffix("connection: close\r\n\r\n"))
    partial.receive("cGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(partial.events() == [.close])

    var malformed = anyHostMachine()
    malformed.receive("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n")
    _ = malformed.next()
    #expect(try malformed.respond(HTTPResponse(.ok)).hasSuffix("connection: close\r\n\r\n"))
    #expect(malformed.events() == [.close])
  }

  @Test
  func `100 Continue is sent once, only when the handler begins to read and nothing has come`()
    throws
  {
    let head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n"
    var waiting = anyHostMachine()
    waiting.receive(head)
    _ = waiting.events()
    #expect(waiting.awaitsContinue == true)
    var output: [UInt8] = []
    waiting.allowContent(into: &output)
    waiting.allowContent(into: &output)
    #expect(output == Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
    waiting.receive("abc")
    #expect(waiting.events() == [.body(Array("abc".utf8)), .end(trailers: [:]), .awaitResponse])

    var eager = anyHostMachine()
    eager.receive(head + "abc")
    _ = eager.next()
    #expect(eager.awaitsContinue == false)

    var refused = anyHostMachine()
    refused.receive(head)
    _ = refused.events()
    #expect(try refused.respond(HTTPResponse(.unauthorized)).hasSuffix("connection: close\r\n\r\n"))
    #expect(refused.events() == [.close])

    for version in ["HTTP/1.0", "HTTP/1.1"] {
      var other = anyHostMachine()
      other.receive("POST / \(version)\r\nHost: a\r\nExpect: 100-continue\r\n\r\n")
      _ = other.next()
      #expect(other.awaitsContinue == false, "without content, or in HTTP/1.0, nothing is expected")
    }
  }

  @Test func `a refusal is surfaced once, answered and closes`() {
    var machine = anyHostMachine()
    machine.receive("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(machine.events() == [.refuse(.missingHost)])
    var output: [UInt8] = []
    machine.refuse(.missingHost, into: &output)
    let text = String(decoding: output, as: UTF8.self)
    #expect(
      text.hasPrefix("HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\n"))
    #expect(text.contains("\r\nconnection: close\r\n\r\n{"))
    #expect(machine.events() == [.close])
    #expect(machine.wantsInput == false)
    let count = output.count
    machine.refuse(.requestTimeout, into: &output)
    #expect(output.count == count, "nothing follows the last response")
  }

  @Test func `a refusal within content is answered unless a response has begun`() throws {
    let request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\nx\r\n"
    var before = anyHostMachine()
    before.receive(request)
    #expect(before.events().dropFirst() == [.body([0x61]), .refuse(.invalidChunk)])
    #expect(before.events() == [.awaitResponse])
    var output: [UInt8] = []
    before.refuse(.invalidChunk, into: &output)
    #expect(output.starts(with: "HTTP/1.1 400 ".utf8))
    #expect(before.events() == [.close])

    var after = anyHostMachine()
    after.receive(request)
    _ = after.next()
    output = []
    try after.begin(HTTPResponseHead(.ok), length: 3, into: &output)
    #expect(after.events() == [.body([0x61]), .refuse(.invalidChunk)])
    let count = output.count
    after.refuse(.invalidChunk, into: &output)
    #expect(output.count == count)
    #expect(after.events() == [.close])
  }

  @Test
  func `the peer's end is clean between requests, a refusal within one, and no bar to an answer`()
    throws
  {
    var idle = anyHostMachine()
    idle.receiveEnd()
    #expect(idle.events() == [.close])

    var partial = anyHostMachine()
    partial.receive("GET / HT")
    #expect(partial.isReadingHead == true)
    partial.receiveEnd()
    #expect(partial.events() == [.refuse(.incompleteRequest)])

    var content = anyHostMachine()
    content.receive("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na")
    #expect(content.events().last == .needMore)
    #expect(content.isReadingBody == true)
    content.receiveEnd()
    #expect(content.events() == [.refuse(.incompleteRequest)])

    var complete = anyHostMachine()
    complete.receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    complete.receiveEnd()
    #expect(complete.events().last == .awaitResponse)
    #expect(try complete.respond(HTTPResponse(.ok)).hasPrefix("HTTP/1.1 200"))
    #expect(complete.events() == [.close])
  }

  @Test func `draining closes an idle connection at once and a busy one after its response`() throws
  {
    var idle = anyHostMachine()
    idle.drain()
    #expect(idle.events() == [.close])

    for request in ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n"] {
      var busy = anyHostMachine()
      busy.receive(request)
      _ = busy.events()
      busy.drain()
      if !request.hasSuffix("\r\n\r\n") { busy.receive("\r\n") }
      _ = busy.events()
      #expect(try busy.respond(HTTPResponse(.ok)).hasSuffix("connection: close\r\n\r\n"))
      #expect(busy.events() == [.close])
    }
  }

  @Test func `input is no longer wanted when enough is buffered, and wanted again when it is used`()
    throws
  {
    var machine = anyHostMachine { $0.maximumBufferedBytes = 64 }
    let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    machine.receive(request)
    _ = machine.events()
    #expect(machine.wantsInput == true)
    machine.receive(request + request + request)
    #expect(machine.wantsInput == false)
    _ = try machine.respond(HTTPResponse(.ok))
    _ = machine.events()
    #expect(machine.wantsInput == true)
  }

  private func targets(_ events: [HTTPServerEvent]) -> [String] {
    events.compactMap { event in
      if case .head(let head) = event { head.target } else { nil }
    }
  }
}
