#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads the machine's clocks: the one place of this module that does.
package enum SystemClock {
  /// Nanoseconds since 1970, as the machine believes; it may jump.
  package static func unixNanoseconds() -> Int64 { read(CLOCK_REALTIME) }

  /// Nanoseconds since some moment before the process began; it never goes back.
  package static func monotonicNanoseconds() -> Int64 { read(CLOCK_MONOTONIC) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    // SAFETY: the pointer is valid for the call, and both clocks exist on every supported system.
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
