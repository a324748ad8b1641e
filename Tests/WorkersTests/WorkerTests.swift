import Locking
import Testing
import Workers

/// Promises about a thread of its own.
@Suite struct WorkerTests {
  @Test func `a thread may itself be the last to let go of its worker`() async {
    let held = Locked<Worker?>(nil)
    @Sendable func take() -> Worker? {
      held.withLock { held in
        defer { held = nil }
        return held
      }
    }
    await withCheckedContinuation { ended in
      held.withLock { held in
        held = Worker(name: "test") { bell in
          bell.wait(nanoseconds: nil)
          var last = take()
          #expect(last != nil)
          last = nil
          bell.wait(nanoseconds: 1)
          ended.resume()
        }
        held?.wake()
      }
    }
    #expect(held.withLock { $0 == nil })
  }
}
