import Foundation
import HTTPWire
import Testing

/// Responses to the byte.
@Suite struct ResponseTests {
  @Test func `a whole response is status line, fields, date, length and content`() throws {
    var machine = machine("GET / HTTP/1.1")
    let response = HTTPResponse(
      .accepted, fields: [.contentType: "application/json", .vary: "origin"],
      body: Array("{}".utf8))
    let date = HTTPDate(secondsSince1970: 784_111_777)
    #expect(
      try machine.respond(response, date: date)
        == "HTTP/1.1 202 Accepted\r\ncontent-type: application/json\r\nvary: origin\r\n"
        + "date: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-length: 2\r\n\r\n{}")
  }

  @Test func `framing fields of a handler never reach the wire`() throws {
    var machine = machine("GET / HTTP/1.1")
    let response = HTTPResponse(
      .ok,
      fields: [
        .contentLength: "99", .server: "x", .transferEncoding: "chunked",
        .connection: "keep-alive",
      ], body: [0x61])
    #expect(
      try machine.respond(response) == "HTTP/1.1 200 OK\r\nserver: x\r\ncontent-length: 1\r\n\r\na")
  }

  @Test func `a date among the fields is not doubled`() throws {
    var machine = machine("GET / HTTP/1.1")
    let text = try machine.respond(
      HTTPResponse(.ok, fields: [.date: "now"]), date: HTTPDate(secondsSince1970: 0))
    #expect(text == "HTTP/1.1 200 OK\r\ndate: now\r\ncontent-length: 0\r\n\r\n")
  }

  @Test func `HEAD is answered with the length of the content and without the content`() throws {
    var whole = machine("HEAD / HTTP/1.1")
    #expect(
      try whole.respond(HTTPResponse(.ok, body: [1, 2, 3]))
        == "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n")

    var streamed = machine("HEAD / HTTP/1.1")
    var output: [UInt8] = []
    try streamed.begin(HTTPResponseHead(.ok), into: &output)
    try streamed.write("abc", into: &output)
    try streamed.finish(into: &output)
    #expect(output == Array("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".utf8))
    #expect(streamed.next() == .needMore)

    var refused = machine("HEAD / HTTP/1.1")
    output = []
    refused.refuse(.overloaded, into: &output)
    #expect(String(decoding: output, as: UTF8.self).hasSuffix("connection: close\r\n\r\n"))
  }

  @Test(arguments: [HTTPStatus.noContent, .notModified])
  func `a status without content has neither length nor content`(_ status: HTTPStatus) throws {
    var whole = machine("GET / HTTP/1.1")
    let line = "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n\r\n"
    #expect(try whole.respond(HTTPResponse(status, body: [1])) == line)
    var streamed = machine("GET / HTTP/1.1")
    var output: [UInt8] = []
    try streamed.begin(HTTPResponseHead(status), into: &output)
    try streamed.finish(into: &output)
    #expect(output == Array(line.utf8))
  }

  @Test func `content of unknown length ends with the connection in HTTP 1_0`() throws {
    var machine = machine("GET / HTTP/1.0\r\nConnection: keep-alive")
    var output: [UInt8] = []
    try machine.begin(HTTPResponseHead(.ok), into: &output)
    try machine.write("abc", into: &output)
    try machine.finish(trailers: [.etag: "x"], into: &output)
    #expect(output == Array("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nabc".utf8))
    #expect(machine.next() == .close)
  }

  @Test func `trailers are sent after chunks, but not those that may not stand there`() throws {
    for (trailers, sent): (HTTPFields, String) in [
      ([.etag: "x"], "etag: x\r\n"), ([.etag: "x", .contentLength: "1"], ""),
    ] {
      var machine = machine("GET / HTTP/1.1")
      var output: [UInt8] = []
      try machine.begin(HTTPResponseHead(.ok), into: &output)
      try machine.finish(trailers: trailers, into: &output)
      #expect(
        String(decoding: output, as: UTF8.self)
          == "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\(sent)\r\n")
    }
  }

  @Test func `a response that breaks its promise is cut off`() throws {
    var longer = machine("GET / HTTP/1.1")
    var output: [UInt8] = []
    try longer.begin(HTTPResponseHead(.ok), length: 2, into: &output)
    #expect(throws: HTTPResponseError.longerThanDeclared) {
      try longer.write("abc", into: &output)
    }
    #expect(output == Array("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n".utf8))
    #expect(longer.next() == .close)

    var shorter = machine("GET / HTTP/1.1")
    try shorter.begin(HTTPResponseHead(.ok), length: 2, into: &output)
    try shorter.write("a", into: &output)
    #expect(throws: HTTPResponseError.shorterThanDeclared) { try shorter.finish(into: &output) }
    #expect(shorter.next() == .close)
  }

  @Test func `a response without a request, a second one, and a 1xx one are faults`() throws {
    var output: [UInt8] = []
    var idle = anyHostMachine()
    #expect(throws: HTTPResponseError.outOfOrder) { try idle.respond(HTTPResponse(.ok)) }
    #expect(idle.next() == .close)

    var twice = machine("GET / HTTP/1.1")
    _ = try twice.respond(HTTPResponse(.ok))
    #expect(throws: HTTPResponseError.outOfOrder) { try twice.finish(into: &output) }
    #expect(twice.next() == .close)

    var early = machine("GET / HTTP/1.1")
    #expect(throws: HTTPResponseError.notFinal) { try early.respond(HTTPResponse(.continue)) }
    #expect(output.isEmpty)
    early.refuse(.internalError, into: &output)
    #expect(output.starts(with: "HTTP/1.1 500 ".utf8))
  }

  @Test func `every problem is answered with JSON that names status, code and text`() throws {
    for problem in HTTPProblem.allCases {
      let body = Data(problem.response.body)
      let object = try #require(try JSONSerialization.jsonObject(with: body) as? [String: Any])
      #expect(object["status"] as? Int == problem.status.code)
      #expect(object["code"] as? String == problem.reason)
      #expect(object["detail"] as? String == problem.text)
      #expect(object["title"] as? String == problem.status.reasonPhrase)
      #expect(!problem.status.reasonPhrase.isEmpty)
    }
  }

  private func machine(_ head: String) -> HTTPServerMachine {
    var machine = anyHostMachine()
    machine.receive(head + "\r\nHost: a\r\n\r\n")
    _ = machine.events()
    return machine
  }
}
