import EventLoop
import HTTPWire

/// Responses whose content is produced piece by piece.
extension HTTPConnection {
  /// Sends a response's head, and then its content no faster than the client takes it.
  func stream(
    _ response: HTTPResponse, from source: any HTTPContentSource, isHead: Bool,
    on isolation: isolated LoopIsolation
  ) async {
    if endRequest(), begin(response.head), !isHead {
      isStreaming = true
      while !isClosed, let piece = await source.next(), !isClosed {
        step { machine, output throws(HTTPResponseError) in
          try machine.write(piece.span, into: &output)
        }
        while !socket.hasRoom, !isClosed { await waitForRoom(on: isolation) }
      }
      isStreaming = false
    }
    source.end()
    guard !isClosed else { return }
    step { machine, output throws(HTTPResponseError) in try machine.finish(into: &output) }
  }

  private func begin(_ head: HTTPResponseHead) -> Bool {
    let date = share.date
    return step { machine, output throws(HTTPResponseError) in
      try machine.begin(head, date: date, into: &output)
    }
  }

  /// Sends what the machine makes of a step; a response that breaks its promise is cut off, and gives false.
  @discardableResult
  private func step(
    _ write: (inout HTTPServerMachine, inout [UInt8]) throws(HTTPResponseError) -> Void
  ) -> Bool {
    var isGood = true
    answer { machine, output in
      do throws(HTTPResponseError) {
        try write(&machine, &output)
      } catch {
        isGood = false
        counters.handlerFailed()
        machine.refuse(.internalError, date: share.date, into: &output)
      }
    }
    // What a reader waits for does not wait for other answers, and whether there is room shows once it is sent.
    share.sendPosted()
    return isGood
  }
}
