import CPlatform
import Glibc
import Synchronization

/// A fixed number of event loops, by default one for each processor.
package final class EventLoopGroup: Sendable {
  package let loops: [EventLoop]
  private let turn = Atomic<Int>(0)

  /// Starts the loops.
  ///
  /// - Parameter count: how many; nil for as many as this process may use processors.
  package init(count: Int? = nil) throws(IOError) {
    // A peer that closes while being written to is an error of that write, not a reason to die.
    _ = signal(SIGPIPE, SIG_IGN)
    var loops: [EventLoop] = []
    for number in 0..<max(1, count ?? Int(cplatform_processors())) {
      loops.append(try EventLoop(name: "loop-\(number)"))
    }
    self.loops = loops
  }

  /// The loops by turns. From any thread.
  package func next() -> EventLoop {
    let turn = self.turn.wrappingAdd(1, ordering: .relaxed).oldValue
    return loops[Int(UInt(bitPattern: turn) % UInt(loops.count))]
  }

  /// Ends all loops; what uses them must have ended before.
  package func shutdown() async {
    for loop in loops { await loop.shutdown() }
  }
}
