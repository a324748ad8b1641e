/// Holds the one task that waits for something to happen on its connection.
///
/// Unsafe continuations cost a third of checked ones; this type is what keeps them right: a task is taken out before it
/// is resumed, and a second one is never put in over the first.
@safe
struct Waiter {
  private var continuation: UnsafeContinuation<Void, Never>?

  init() {
    unsafe continuation = nil
  }

  var isWaiting: Bool { unsafe continuation != nil }

  /// Puts a suspended task in; one that is there already is woken.
  mutating func wait(_ continuation: UnsafeContinuation<Void, Never>) {
    wake()
    unsafe self.continuation = continuation
  }

  /// Wakes the task, if one waits.
  mutating func wake() {
    guard let waiting = unsafe continuation else { return }
    unsafe continuation = nil
    // SAFETY: it was taken out, so it is resumed once.
    unsafe waiting.resume()
  }
}
