package import HTTPWire
import Locking
import Synchronization

/// Counts what a server does; read by whoever publishes metrics.
package final class ServerCounters: Sendable {
  /// The counts at one moment.
  package struct Snapshot: Sendable, Equatable {
    /// Connections open now.
    package var open = 0
    /// Connections accepted since the start.
    package var connections = 0
    /// Requests given to the handler since the start.
    package var requests = 0
    /// Connections whose TLS handshake failed.
    package var failedHandshakes = 0
    /// Responses that a handler got wrong, so that the connection was cut off.
    package var handlerFaults = 0
    /// Refusals by reason, of requests that never reached the handler or broke off in their content.
    package var refusals: [HTTPProblem: Int] = [:]
    /// Connections cut off because the client was too slow, by phase.
    package var timeouts: [String: Int] = [:]
  }

  private let opened = Atomic<Int>(0)
  private let closed = Atomic<Int>(0)
  private let requests = Atomic<Int>(0)
  private let failures = Locked(Snapshot())

  package init() {}

  /// Reads all counts.
  package var snapshot: Snapshot {
    var snapshot = failures.withLock { $0 }
    // Closed first, so that no connection counts as open below zero.
    let closed = closed.load(ordering: .acquiring)
    snapshot.connections = opened.load(ordering: .acquiring)
    snapshot.open = snapshot.connections - closed
    snapshot.requests = requests.load(ordering: .relaxed)
    return snapshot
  }

  func connectionOpened() { opened.add(1, ordering: .releasing) }
  func connectionClosed() { closed.add(1, ordering: .releasing) }
  func requestStarted() { requests.add(1, ordering: .relaxed) }
  func handshakeFailed() { failures.withLock { $0.failedHandshakes += 1 } }
  func handlerFailed() { failures.withLock { $0.handlerFaults += 1 } }
  func refused(_ problem: HTTPProblem) {
    failures.withLock { $0.refusals[problem, default: 0] += 1 }
  }

  func timedOut(_ miss: DeadlineTracker.Miss) {
    failures.withLock { $0.timeouts["\(miss)", default: 0] += 1 }
  }
}
