import Locking

/// Something large that is made once it is needed: by the first who asks, or ahead by who knows that somebody will.
final class Prepared<Value: Sendable>: Sendable {
  private enum State {
    case unmade(@Sendable () throws -> Value)
    case made(Value)
    case failed
  }

  private let state: Locked<State>

  init(_ make: @escaping @Sendable () throws -> Value) {
    state = Locked(.unmade(make))
  }

  /// Makes it now, if it is not made yet.
  func prepare() throws {
    try state.withLock { state in
      guard case .unmade(let make) = state else { return }
      state = .failed
      state = .made(try make())
    }
  }

  /// What was made; nil where that failed.
  var value: Value? {
    try? prepare()
    return state.withLock { if case .made(let value) = $0 { value } else { nil } }
  }
}
