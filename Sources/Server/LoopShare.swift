import EventLoop
import Glibc
import HTTPWire

/// What the connections of one server on one loop share; used on that loop only.
final class LoopShare: @unchecked Sendable {
  // Sendable without a lock: touched on the loop's thread only, as every connection of it is.
  let loop: EventLoop
  /// Where decrypted bytes lie while they are handed on, and responses while they are sent; empty between.
  var plaintext = ScratchBuffer()
  var response = ScratchBuffer()
  var ciphertext = ScratchBuffer()

  private var connections: [ObjectIdentifier: HTTPConnection] = [:]
  private var dateLine = HTTPDate(secondsSince1970: 0)
  private var dateMadeAt: LoopTime?
  private var isDraining = false
  private var whenEmpty: [@Sendable () -> Void] = []

  init(_ loop: EventLoop) {
    self.loop = loop
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
    if isDraining { connection.assumeIsolated { $0.drain() } }
  }

  func remove(_ connection: HTTPConnection) {
    connections[ObjectIdentifier(connection)] = nil
    guard connections.isEmpty else { return }
    for call in whenEmpty { call() }
    whenEmpty = []
  }

  /// Lets every connection finish what it is at; calls back when none is left.
  func drain(whenEmpty call: @escaping @Sendable () -> Void) {
    isDraining = true
    guard !connections.isEmpty else { return call() }
    whenEmpty.append(call)
    for connection in Array(connections.values) { connection.assumeIsolated { $0.drain() } }
  }

  /// Closes every connection at once.
  func closeAll() {
    for connection in Array(connections.values) { connection.assumeIsolated { $0.abort() } }
  }
}
