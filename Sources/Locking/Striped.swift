#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Several values of one kind, each behind a lock of its own: a thread always takes the same one, and seldom meets another.
///
/// For what any thread may use and none has to share, such as spare parts.
package final class Striped<Value>: Sendable {
  private let stripes: [Locked<Value>]

  /// Makes `count` values; more threads than that share them.
  package init(count: Int = 8, _ make: () -> sending Value) {
    stripes = (0..<max(1, count)).map { _ in Locked(make()) }
  }

  /// Runs a body with the lock of this thread's value held; the body must not take the same lock again.
  package func withLock<Result, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    try stripes[ThreadStripe.index(among: stripes.count)].withLock(body)
  }

  /// Runs a body with each value in turn, its lock held.
  package func withEachLock(_ body: (inout sending Value) -> Void) {
    for stripe in stripes { stripe.withLock { body(&$0) } }
  }
}

/// Chooses for each thread one of a few things that any thread may use.
package enum ThreadStripe {
  /// The same number for a thread each time, below `count`; others mostly get another.
  package static func index(among count: Int) -> Int {
    // Stacks lie one behind another, each with a page to guard it: threads begun in turn differ in this digit.
    Int(truncatingIfNeeded: UInt(pthread_self()) >> 12) % count
  }
}
