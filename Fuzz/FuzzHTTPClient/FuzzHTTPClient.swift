import HTTPWire

/// Feeds the input to client machines as answers, whole and cut into pieces: neither may trap, and both must tell the same.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzHTTPClient(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: libFuzzer passes `count` readable bytes, which are copied before this function returns.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  // The first byte says what was asked, and the second where to cut, so that the fuzzer can choose them.
  guard bytes.count >= 2, let url = HTTPURL("http://a/") else { return 0 }
  let methods: [HTTPMethod] = [.get, .head, .post, .connect]
  let method = methods[Int(bytes[0]) % methods.count]
  let input = Array(bytes.dropFirst(2))
  let whole = Transcript(method, url, input, pieceBytes: input.count)
  let cutInTwo = Transcript(method, url, input, pieceBytes: Int(bytes[1]))
  let single = Transcript(method, url, input, pieceBytes: 1)
  // What comes at once with a tunnel's answer makes it a fault, and what comes later is the tunnel's.
  if method != .connect {
    precondition(whole.events == cutInTwo.events, "cut at \(bytes[1])")
    precondition(whole.events == single.events, "cut into single bytes")
  }
  whole.check()
  return 0
}

/// What the answer to one request came to.
private struct Transcript {
  private(set) var events: [HTTPClientEvent] = []
  private let method: HTTPMethod

  /// Small limits, so that short inputs reach them.
  private static let limits: HTTPLimits = {
    var limits = HTTPLimits()
    limits.maximumFieldLineBytes = 64
    limits.maximumFieldBytes = 256
    limits.maximumFieldCount = 8
    limits.maximumBodyBytes = 512
    limits.maximumChunkLineBytes = 32
    limits.maximumChunkExtensionBytes = 64
    return limits
  }()

  init(_ method: HTTPMethod, _ url: HTTPURL, _ input: [UInt8], pieceBytes: Int) {
    self.method = method
    var machine = HTTPClientMachine()
    var output: [UInt8] = []
    if method == .connect {
      machine.connect(to: url.origin, proxyFields: [:], limits: Self.limits, into: &output)
    } else {
      machine.send(HTTPRequest(method, url), limits: Self.limits, into: &output)
    }
    var rest = input[...]
    while !rest.isEmpty, !hasEnded {
      let piece = rest.prefix(max(pieceBytes, 1))
      rest = rest.dropFirst(piece.count)
      machine.receive(piece.span)
      settle(&machine)
    }
    if !hasEnded {
      machine.receiveEnd()
      settle(&machine)
    }
  }

  /// Whether the response is over; what comes behind it may or may not have come with its end.
  private var hasEnded: Bool {
    switch events.last {
    case .end, .failed, .close: true
    default: false
    }
  }

  private mutating func settle(_ machine: inout HTTPClientMachine) {
    while !hasEnded {
      let event = machine.next()
      switch (event, events.last) {
      case (.body(let more), .body(let bytes)):
        precondition(!more.isEmpty)
        events[events.count - 1] = .body(bytes + more)
      case (.needMore, _): return
      default: events.append(event)
      }
    }
  }

  /// Checks what every response must be, whatever came in.
  func check() {
    for (index, event) in events.enumerated() {
      switch event {
      case .head(let head):
        precondition(index == 0 && head.status.code >= 200)
        precondition(head.fields.count <= Self.limits.maximumFieldCount)
      case .body(let bytes):
        precondition(index == 1 && !bytes.isEmpty && method != .head)
        precondition(bytes.count <= Self.limits.maximumBodyBytes)
      case .end, .failed, .close: precondition(index == events.count - 1)
      case .needMore: preconditionFailure("not part of a transcript")
      }
    }
  }
}
