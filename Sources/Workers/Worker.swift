import CPlatform

/// A thread of its own, and the bell that wakes it.
@safe package final class Worker: @unchecked Sendable {
  // Sendable: the handle never changes, and C guards what it stands for by a lock.
  private let handle: OpaquePointer

  /// What the thread's work waits with.
  @safe package struct Bell: @unchecked Sendable {
    // Sendable: as above.
    fileprivate let handle: OpaquePointer

    /// Waits until woken, or until `nanoseconds` have passed; nil waits without end.
    package func wait(nanoseconds: Int64?) {
      // SAFETY: only the thread itself has a bell, and the handle outlives the thread.
      unsafe cplatform_worker_wait(handle, nanoseconds ?? -1)
    }
  }

  private final class Work {
    let run: @Sendable (Bell) -> Void
    init(_ run: @escaping @Sendable (Bell) -> Void) { self.run = run }
  }

  /// Starts a thread, with a name of at most 15 bytes; nil where the system refuses.
  ///
  /// - Parameter standsBack: whether it leaves the processors to all other threads that want to run.
  package init?(
    name: String, standsBack: Bool = false, _ run: @escaping @Sendable (Bell) -> Void
  ) {
    // SAFETY: the thread takes over the retained work and releases it at its end.
    let work = unsafe Unmanaged.passRetained(
      Work { bell in
        if standsBack { cplatform_stand_back() }
        run(bell)
      })
    let started = unsafe cplatform_worker_start(
      name,
      { handle, context in
        guard let handle = unsafe handle, let context = unsafe context else { return }
        let work = unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
        work.run(unsafe Bell(handle: handle))
      }, work.toOpaque())
    guard let started = unsafe started else {
      unsafe work.release()
      return nil
    }
    unsafe handle = started
  }

  /// Waits for the thread's end, which its owner must have asked for; not where the thread itself lets go of it last.
  deinit {
    // SAFETY: made in `init`, and nobody uses it any more.
    unsafe cplatform_worker_join(handle)
  }

  /// Wakes the thread, or makes its next wait return at once.
  package func wake() {
    // SAFETY: the handle is freed in `deinit` only.
    unsafe cplatform_worker_wake(handle)
  }
}
