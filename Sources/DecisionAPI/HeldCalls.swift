import Locking

/// Counts the calls that are held for their approval, so that nobody's take up the connections of all others.
final class HeldCalls: Sendable {
  /// The most calls of one caller that are held at once; further ones are answered without waiting.
  static let mostOfCaller = 256
  /// The most of all callers.
  static let most = 4_096

  private struct State {
    var byCaller: [String: Int] = [:]
    var count = 0
  }

  private let state = Locked(State())

  /// Takes a place for a call of a caller's; false where there is none.
  func begin(_ caller: String) -> Bool {
    state.withLock { state in
      let own = state.byCaller[caller] ?? 0
      guard own < Self.mostOfCaller, state.count < Self.most else { return false }
      state.byCaller[caller] = own + 1
      state.count += 1
      return true
    }
  }

  func end(_ caller: String) {
    state.withLock { state in
      guard let own = state.byCaller[caller] else { return }
      state.byCaller[caller] = own > 1 ? own - 1 : nil
      state.count -= 1
    }
  }
}
