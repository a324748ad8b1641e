import CUV

/// Runs an action on a loop for each arrival of a signal; several that arrive at once may count as one.
@safe
package final class SignalWatcher: LoopResource, @unchecked Sendable {
  private let loop: EventLoop
  private let signal: Int32
  private let action: @Sendable () -> Void
  // Guarded by the loop: touched on its thread only.
  private var handle: UnsafeMutablePointer<uv_signal_t>?
  private var isClosed = false

  /// Takes the signal over from the system's default; from any thread. Lasts until `stop` or the loop's end.
  package init(_ signal: Int32, on loop: EventLoop, action: @escaping @Sendable () -> Void) {
    self.loop = loop
    self.signal = signal
    self.action = action
    unsafe handle = nil
    loop.execute { self.start() }
  }

  private func start() {
    guard !isClosed else { return }
    let handle = UnsafeMutablePointer<uv_signal_t>.allocate(capacity: 1)
    // SAFETY: freed once closed; `data` holds this object, which the loop holds until then.
    guard unsafe uv_signal_init(loop.handle, handle) == 0 else {
      return unsafe handle.deallocate()
    }
    unsafe handle.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    unsafe self.handle = handle
    loop.hold(self)
    unsafe _ = uv_signal_start(
      handle,
      { handle, _ in
        guard let data = unsafe handle?.pointee.data else { return }
        let watcher = unsafe Unmanaged<SignalWatcher>.fromOpaque(data).takeUnretainedValue()
        watcher.loop.turn(watcher.action)
      }, signal)
  }

  /// Gives the signal back; from any thread, in effect soon after.
  package func stop() {
    loop.execute { self.close() }
  }

  func close() {
    guard !isClosed else { return }
    isClosed = true
    guard let handle = unsafe handle else { return }
    unsafe self.handle = nil
    // SAFETY: the handle is open; its memory is freed by the callback, after which nothing uses it.
    unsafe UnsafeMutableRawPointer(handle).withMemoryRebound(to: uv_handle_t.self, capacity: 1) {
      unsafe uv_close($0) { handle in
        guard let handle = unsafe handle, let data = unsafe handle.pointee.data else { return }
        let watcher = unsafe Unmanaged<SignalWatcher>.fromOpaque(data).takeUnretainedValue()
        unsafe UnsafeMutableRawPointer(handle).deallocate()
        watcher.loop.letGo(watcher)
      }
    }
  }
}
