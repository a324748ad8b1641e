/// Isolates asynchronous functions to a loop, so that they may use what lives on its thread.
@safe
package actor LoopIsolation {
  /// Kept, because it is asked for several times a request.
  package nonisolated let unownedExecutor: UnownedSerialExecutor
  private let loop: EventLoop

  package init(to loop: EventLoop) {
    self.loop = loop
    // SAFETY: this holds the loop.
    unsafe unownedExecutor = loop.asUnownedSerialExecutor()
  }
}
