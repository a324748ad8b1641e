/// Gathers what the connections of one loop have to send, so that it is sent in one go.
///
/// Each answer that reaches a sleeping client on the same machine takes the processor from the loop at once. A client that
/// finds several answers when it wakes does so less often: measured with 64 connections, 2 µs of the loop's time an answer
/// and as much of the client's.
struct Outbox<Sender> {
  /// So many pieces, or bytes, are not kept waiting for more: the first of them would wait too long.
  private static var enoughPieces: Int { 32 }
  private static var enoughBytes: Int { 64 * 1024 }
  /// Storage larger than this many bytes is given back.
  private static var keptCapacity: Int { 256 * 1024 }

  /// Where a sender puts what it has to send, before it posts it.
  var bytes: [UInt8] = []
  private var pieces: [(sender: Sender, end: Int)] = []

  /// What the caller does after something was posted.
  enum Outcome: Equatable {
    /// Nothing: there was nothing to post, or what is in the box is sent soon.
    case nothing
    /// See to it that what is in the box is sent soon.
    case sendSoon
    case sendNow
  }

  var isEmpty: Bool { pieces.isEmpty }

  /// Takes all bytes since the last piece as a piece of its own.
  mutating func post(from sender: Sender) -> Outcome {
    guard bytes.count > (pieces.last?.end ?? 0) else { return .nothing }
    pieces.append((sender, bytes.count))
    if pieces.count >= Self.enoughPieces || bytes.count >= Self.enoughBytes { return .sendNow }
    return pieces.count == 1 ? .sendSoon : .nothing
  }

  /// Hands the pieces on in their order and is empty then.
  mutating func drain(_ body: (Sender, Span<UInt8>) -> Void) {
    var start = 0
    for (sender, end) in pieces {
      body(sender, bytes.span.extracting(start..<end))
      start = end
    }
    pieces.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptCapacity)
  }
}
