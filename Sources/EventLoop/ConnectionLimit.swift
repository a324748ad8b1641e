import Locking

/// Caps the connections open at once over any number of listeners and loops.
package final class ConnectionLimit: Sendable {
  private struct State {
    var open = 0
    var waiting: [@Sendable () -> Void] = []
  }

  /// The most connections open at once.
  package let limit: Int
  private let state = Locked(State())

  package init(_ limit: Int) {
    self.limit = limit
  }

  /// The connections open now.
  package var open: Int { state.withLock(\.open) }

  /// One of the places under a limit, given back when the last reference to it goes.
  final class Place: Sendable {
    private let limit: ConnectionLimit

    fileprivate init(of limit: ConnectionLimit) {
      self.limit = limit
    }

    deinit { limit.release() }
  }

  /// Takes one place; where none is free, remembers to call `whenFree`, if given, once, from any thread, when one is.
  func acquire(orCall whenFree: (@Sendable () -> Void)?) -> Place? {
    let isTaken = state.withLock { state in
      guard state.open < limit else {
        if let whenFree { state.waiting.append(whenFree) }
        return false
      }
      state.open += 1
      return true
    }
    return isTaken ? Place(of: self) : nil
  }

  private func release() {
    let waiting = state.withLock { state in
      state.open -= 1
      defer { state.waiting = [] }
      return state.waiting
    }
    for call in waiting { call() }
  }
}
