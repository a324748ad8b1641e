#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A value that only one thread at a time can see: a POSIX mutex and what it guards.
///
/// It takes the place of `Synchronization.Mutex`, which on Linux spins long before it sleeps (eight threads that
/// contend are hundreds of times slower) and whose sleeping path the thread sanitizer cannot see.
@safe package final class Locked<Value: ~Copyable>: @unchecked Sendable {
  // INVARIANT: `value` is touched only while `mutex` is held.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let value: UnsafeMutablePointer<Value>

  /// What processors take from each other as one piece, in bytes: a lock and what it guards go over together, and nothing
  /// else does with them.
  private static var cacheLine: Int { 64 }

  package init(_ value: consuming sending Value) {
    let lock = unsafe MemoryLayout<pthread_mutex_t>.size
    let offset = lock.roundedUp(to: MemoryLayout<Value>.alignment)
    let size = offset + MemoryLayout<Value>.size
    // SAFETY: the memory has room for both, each where its alignment demands, and is initialised here and freed in
    // `deinit` alone.
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: size.roundedUp(to: Self.cacheLine), alignment: Self.cacheLine)
    unsafe mutex = memory.bindMemory(to: pthread_mutex_t.self, capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe pthread_mutex_init(mutex, nil)
    unsafe self.value = (memory + offset).bindMemory(to: Value.self, capacity: 1)
    unsafe self.value.initialize(to: value)
  }

  deinit {
    // SAFETY: nobody holds the lock, since nobody holds the object.
    unsafe pthread_mutex_destroy(mutex)
    unsafe value.deinitialize(count: 1)
    unsafe UnsafeMutableRawPointer(mutex).deallocate()
  }

  /// Runs a body with the lock held; the body must not take the same lock again.
  package func withLock<Result, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    // SAFETY: the pointers live as long as this object, and the lock is held while `value` is lent out.
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return try unsafe body(&value.pointee)
  }
}

extension Int {
  /// The next multiple of a number; the number itself where it is one.
  fileprivate func roundedUp(to multiple: Int) -> Int {
    (self + multiple - 1) / multiple * multiple
  }
}
