import HTTPWire

/// Feeds the input to server machines, whole and cut into pieces: neither may trap, and both must tell the same.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzHTTP(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: libFuzzer passes `count` readable bytes, which are copied before this function returns.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  // The first byte says where to cut, so that the fuzzer can choose it.
  guard let cut = bytes.first.map(Int.init) else { return 0 }
  let input = Array(bytes.dropFirst())
  let whole = Transcript(input, pieceBytes: input.count)
  let cutInTwo = Transcript(input, pieceBytes: cut)
  let single = Transcript(input, pieceBytes: 1)
  precondition(whole == cutInTwo, "cut at \(cut)")
  precondition(whole == single, "cut into single bytes")
  whole.checkMessages()
  return 0
}

/// What one connection told about its input, every request being answered.
private struct Transcript: Equatable {
  private(set) var events: [HTTPServerEvent] = []
  private var output: [UInt8] = []

  /// Small limits, so that short inputs reach them.
  private static let limits: HTTPLimits = {
    var limits = HTTPLimits()
    limits.maximumRequestLineBytes = 64
    limits.maximumFieldLineBytes = 64
    limits.maximumFieldBytes = 256
    limits.maximumFieldCount = 8
    limits.maximumBodyBytes = 512
    limits.maximumChunkLineBytes = 32
    limits.maximumChunkExtensionBytes = 64
    return limits
  }()

  init(_ input: [UInt8], pieceBytes: Int) {
    var machine = HTTPServerMachine(limits: Transcript.limits, authorities: .any)
    var rest = input[...]
    while !rest.isEmpty {
      let piece = rest.prefix(max(pieceBytes, 1))
      rest = rest.dropFirst(piece.count)
      machine.receive(piece.span)
      settle(&machine)
    }
    machine.receiveEnd()
    settle(&machine)
  }

  static func == (left: Transcript, right: Transcript) -> Bool {
    left.events == right.events && left.output == right.output
  }

  private mutating func settle(_ machine: inout HTTPServerMachine) {
    while true {
      let event = machine.next()
      switch (event, events.last) {
      case (.body(let more), .body(let bytes)):
        precondition(!more.isEmpty)
        events[events.count - 1] = .body(bytes + more)
      case (.needMore, _), (.awaitResponse, _), (.close, .close): break
      default: events.append(event)
      }
      switch event {
      case .needMore, .close: return
      case .refuse(let problem): machine.refuse(problem, into: &output)
      case .awaitResponse:
        let response = HTTPResponse(.ok, body: [0x6F, 0x6B])
        do { try machine.respond(response, into: &output) } catch {
          preconditionFailure("\(error)")
        }
      case .head, .body, .end: break
      }
    }
  }

  /// Checks what every surfaced request must be, whatever came in.
  func checkMessages() {
    var bodyBytes = 0
    for (index, event) in events.enumerated() {
      switch event {
      case .head(let head):
        bodyBytes = 0
        check(head)
      case .body(let bytes):
        bodyBytes += bytes.count
        precondition(bodyBytes <= Transcript.limits.maximumBodyBytes)
      case .end: break
      case .refuse, .close: precondition(index >= events.count - 2, "nothing follows but a close")
      case .needMore, .awaitResponse: preconditionFailure("not part of a transcript")
      }
    }
  }

  private func check(_ head: HTTPRequestHead) {
    precondition(head.target.utf8.allSatisfy { (0x21...0x7E).contains($0) })
    precondition(head.version == .http10 || head.authority != nil)
    precondition(head.query == nil || head.target.contains("?"))
    precondition(head.target.contains(head.path) || head.path == "/")
    precondition(head.fields.count <= Transcript.limits.maximumFieldCount)
    for (name, value) in head.fields {
      precondition(HTTPFieldName(name) != nil)
      precondition(HTTPFieldValue(checking: value) != nil)
    }
  }
}
