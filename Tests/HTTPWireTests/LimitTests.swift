import HTTPWire
import Testing

/// Each limit: what just fits is taken, one more is refused, however it arrives.
@Suite struct LimitTests {
  @Test func `a request line of the limit is taken and a longer one refused`() {
    let line = "GET /234567890 HTTP/1.1"
    check(
      line + "\r\nHost: a\r\n\r\n", .requestLineTooLong,
      takes: { $0.maximumRequestLineBytes = line.utf8.count },
      refuses: { $0.maximumRequestLineBytes = line.utf8.count - 1 })
  }

  @Test func `a field line of the limit is taken and a longer one refused`() {
    check(
      "GET / HTTP/1.1\r\nHost: a\r\nX: 4567890\r\n\r\n", .fieldLineTooLong,
      takes: { $0.maximumFieldLineBytes = 10 }, refuses: { $0.maximumFieldLineBytes = 9 })
  }

  @Test func `fields of the limit in sum are taken and larger ones refused`() {
    check(
      "GET / HTTP/1.1\r\nHost: a\r\nX: 4567890\r\n\r\n", .fieldsTooLarge,
      takes: { $0.maximumFieldBytes = 21 }, refuses: { $0.maximumFieldBytes = 20 })
  }

  @Test func `as many fields as the limit are taken and one more refused`() {
    check(
      "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\nX: c\r\n\r\n", .tooManyFields,
      takes: { $0.maximumFieldCount = 3 }, refuses: { $0.maximumFieldCount = 2 })
  }

  @Test func `trailers have the limits of fields`() {
    check(
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: b\r\nX: c\r\nX: d\r\n\r\n",
      .tooManyFields, takes: { $0.maximumFieldCount = 3 }, refuses: { $0.maximumFieldCount = 2 })
  }

  @Test func `content of the limit is taken and larger content refused`() {
    check(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde", .bodyTooLarge,
      takes: { $0.maximumBodyBytes = 5 }, refuses: { $0.maximumBodyBytes = 4 })
    check(
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
      .bodyTooLarge, takes: { $0.maximumBodyBytes = 5 }, refuses: { $0.maximumBodyBytes = 4 })
  }

  @Test func `chunk extensions of the limits are taken and longer ones refused`() {
    let request =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;ab=c\r\na\r\n0;d\r\n\r\n"
    check(
      request, .chunkLineTooLong, takes: { $0.maximumChunkLineBytes = 6 },
      refuses: { $0.maximumChunkLineBytes = 5 })
    check(
      request, .chunkLineTooLong, takes: { $0.maximumChunkExtensionBytes = 7 },
      refuses: { $0.maximumChunkExtensionBytes = 6 })
  }

  @Test func `a length over the limit is refused before any content and before the handler`() {
    var machine = anyHostMachine { $0.maximumBodyBytes = 4 }
    machine.receive("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
    #expect(machine.events() == [.refuse(.bodyTooLarge)])
  }

  private func check(
    _ request: String, _ problem: HTTPProblem, takes: (inout HTTPLimits) -> Void,
    refuses: (inout HTTPLimits) -> Void
  ) {
    let bytes = Array(request.utf8)
    for pieces in [[bytes], bytes.map { [$0] }] {
      var fitting = anyHostMachine(takes)
      let taken = fitting.run(pieces)
      #expect(ReceivedMessage.collect(taken).first?.isComplete == true, "\(request)")
      var exceeding = anyHostMachine(refuses)
      #expect(exceeding.run(pieces).contains(.refuse(problem)), "\(request)")
    }
  }
}
