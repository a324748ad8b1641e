import Locking

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes log lines to a file descriptor without ever waiting for its reader.
///
/// It asks `poll` before each write; lines that a full pipe or a stopped terminal cannot take wait in a bounded backlog,
/// and what exceeds that is dropped. A line fits `PIPE_BUF`, so a pipe that is ready takes it whole. The descriptor stays
/// blocking, because its other owners share that mode. The process must ignore SIGPIPE.
package final class StandardErrorSink: LogSink {
  private let descriptor: Int32
  private let backlog: Locked<LogBacklog>

  package init(descriptor: Int32 = STDERR_FILENO, backlogBytes: Int = 262_144) {
    self.descriptor = descriptor
    backlog = Locked(LogBacklog(capacity: backlogBytes))
  }

  /// Whether a person reads along.
  package var isTerminal: Bool { isatty(descriptor) == 1 }

  package func write(_ line: [UInt8]) -> Bool {
    backlog.withLock { backlog in
      let isTaken = backlog.offer(line)
      let isWhole = drain(&backlog)
      return isTaken && isWhole
    }
  }

  /// Writes what has waited, as far as that goes without waiting; call it now and then, and before exit.
  package func flush() {
    _ = backlog.withLock { drain(&$0) }
  }

  /// Writes while that needs no waiting; false when the output failed and lines were given up.
  private func drain(_ backlog: inout LogBacklog) -> Bool {
    var isWhole = true
    while let next = backlog.next, isReady {
      // SAFETY: the pointer and its count describe `next`, which lives through the call.
      let count = unsafe next.withUnsafeBytes { bytes in
        #if canImport(Glibc)
          unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
          unsafe Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
      }
      if count > 0 {
        backlog.took(count)
      } else if errno == EAGAIN || errno == EINTR {
        break
      } else {
        backlog.dropFirst()
        isWhole = false
      }
    }
    return isWhole
  }

  private var isReady: Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    // SAFETY: the pointer is valid for the call, and describes one request.
    return unsafe poll(&request, 1, 0) == 1
  }
}
