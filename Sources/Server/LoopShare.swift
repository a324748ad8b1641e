import EventLoop
import Glibc
import HTTPWire
import Synchronization

/// What the connections of one server on one loop share; used on that loop only.
final class LoopShare: @unchecked Sendable {
  /// How many connections that turn out not to be idle are passed over in one search for room.
  private static let patience = 16

  // Sendable without a lock: touched on the loop's thread only, as every connection of it is, but for the atomic.
  let loop: EventLoop
  /// What waits for one of the connections is isolated to this.
  let isolation: LoopIsolation
  let budget: ContentBudget
  /// Where decrypted bytes lie while they are handed on, and responses until they are encrypted; empty between.
  var plaintext = ScratchBuffer()
  var response = ScratchBuffer()
  /// What connections have to send before the loop waits again.
  var outbox = Outbox<HTTPConnection>()

  private var connections: [ObjectIdentifier: HTTPConnection] = [:]
  private var idle = IdleList<HTTPConnection>()
  private let idleSince = Atomic<UInt64>(LoopTime.never.milliseconds)
  private let idleGrace: Duration
  private var dateLine = HTTPDate(secondsSince1970: 0)
  private var dateMadeAt: LoopTime?
  private var isDraining = false
  private var whenEmpty: [@Sendable () -> Void] = []

  init(_ loop: EventLoop, budget: ContentBudget, idleGrace: Duration) {
    self.loop = loop
    isolation = LoopIsolation(to: loop)
    self.budget = budget
    self.idleGrace = idleGrace
  }

  /// The `Date` field, at most half a second old.
  var date: HTTPDate {
    let now = loop.now
    if let dateMadeAt, now.since(dateMadeAt) < .milliseconds(500) { return dateLine }
    dateMadeAt = now
    dateLine = HTTPDate(secondsSince1970: Int(time(nil)))
    return dateLine
  }

  func add(_ connection: HTTPConnection) {
    connections[ObjectIdentifier(connection)] = connection
    if isDraining { connection.drain() }
  }

  func remove(_ connection: HTTPConnection) {
    connections[ObjectIdentifier(connection)] = nil
    guard connections.isEmpty else { return }
    for call in whenEmpty { call() }
    whenEmpty = []
  }

  /// Takes what a connection has put into the outbox.
  func post(from connection: HTTPConnection) {
    switch outbox.post(from: connection) {
    case .nothing: return
    case .sendSoon: loop.executeBeforeWaiting { self.sendPosted() }
    case .sendNow: sendPosted()
    }
  }

  /// Sends what is in the outbox.
  func sendPosted() {
    guard !outbox.isEmpty else { return }
    outbox.drain { connection, bytes in connection.write(bytes) }
  }

  /// Notes that a connection waits for a request from now on.
  func becameIdle(_ connection: HTTPConnection) -> IdleList<HTTPConnection>.Place {
    defer { publishIdle() }
    return idle.append(connection, at: loop.now)
  }

  /// Notes that a connection waits for none any more.
  func endedIdling(_ place: IdleList<HTTPConnection>.Place) {
    idle.remove(place)
    publishIdle()
  }

  private func publishIdle() {
    idleSince.store(idle.longestSince.milliseconds, ordering: .relaxed)
  }

  /// Since when the connection that is idle longest has been so, as of late; `never` where none is. From any thread.
  var longestIdleSince: LoopTime {
    LoopTime(milliseconds: idleSince.load(ordering: .relaxed))
  }

  /// Closes the connection that has been idle longest, if that is long enough.
  func closeLongestIdle() {
    for _ in 0..<Self.patience {
      guard let connection = idle.longest, loop.now.since(idle.longestSince) >= idleGrace,
        !connection.giveWay()
      else { return }
    }
  }

  /// Lets every connection finish what it is at; calls back when none is left.
  func drain(whenEmpty call: @escaping @Sendable () -> Void) {
    isDraining = true
    guard !connections.isEmpty else { return call() }
    whenEmpty.append(call)
    for connection in Array(connections.values) { connection.drain() }
  }

  /// Closes every connection at once.
  func closeAll() {
    for connection in Array(connections.values) { connection.abort() }
  }
}
