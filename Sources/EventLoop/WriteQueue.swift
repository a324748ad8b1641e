/// Orders what a socket still has to send: one write at a time, the rest gathered behind it, the end last.
///
/// Above the high-water mark the producer should stop; it is told once when the queue has fallen to half of that.
struct WriteQueue {
  /// What the socket must do next.
  enum Action: Equatable {
    case nothing
    /// Hand these bytes to the system; `completed` must follow.
    case write([UInt8])
    /// Everything is sent: send the end of the stream.
    case sendEnd
  }

  /// In bytes.
  let highWaterMark: Int
  private var waiting: [UInt8] = []
  private var inFlight = 0
  private var endWanted = false
  private var isAboveMark = false

  init(highWaterMark: Int) {
    self.highWaterMark = highWaterMark
  }

  /// Bytes taken and not yet known to be handed over completely.
  var count: Int { inFlight + waiting.count }
  /// Whether bytes are queued, so that later ones must queue behind them.
  var isBusy: Bool { inFlight > 0 }
  /// Whether a producer may go on.
  var hasRoom: Bool { count < highWaterMark }
  /// Bytes that wait behind the write in progress.
  var waitingCount: Int { waiting.count }

  /// Takes bytes that the system did not accept at once.
  mutating func append(_ bytes: [UInt8]) -> Action {
    guard !bytes.isEmpty, !endWanted else { return .nothing }
    defer { isAboveMark = isAboveMark || !hasRoom }
    guard inFlight == 0 else {
      waiting.append(contentsOf: bytes)
      return .nothing
    }
    inFlight = bytes.count
    return .write(bytes)
  }

  /// Notes that nothing more will be appended.
  mutating func end() -> Action {
    guard !endWanted else { return .nothing }
    endWanted = true
    return inFlight == 0 ? .sendEnd : .nothing
  }

  /// Notes that the write in progress is done; tells also whether the producer should be woken.
  mutating func completed() -> (action: Action, drained: Bool) {
    inFlight = waiting.count
    var action = Action.nothing
    if inFlight > 0 {
      action = .write(waiting)
      waiting = []
    } else if endWanted {
      action = .sendEnd
    }
    let drained = isAboveMark && count <= highWaterMark / 2
    if drained { isAboveMark = false }
    return (action, drained)
  }
}
