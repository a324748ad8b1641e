package import AuditLog
import Locking
package import Storage
import Workers

/// Follows the log for who is out there and what they do, on a thread of its own that stands back behind everything
/// else: nobody who is decided for pays for it, and a start goes on where the last one was.
package final class Activity: Sendable {
  /// The steps of the schema that it is kept in.
  package static let migrations = ActivityStore.migrations

  /// Of its time, the thread works this part where nobody waits for it: one in so many.
  private static let restraint: Int64 = 50
  /// How often it looks for records once it has all, in nanoseconds.
  private static let interval: Int64 = 1_000_000_000
  /// How often it is kept, in nanoseconds.
  private static let keeping: Int64 = 30_000_000_000
  /// How long somebody who looks waits for the newest records, in nanoseconds.
  private static let patience: Int64 = 1_000_000_000

  private struct Follower {
    var waiting: [Waiter] = []
    var keptAt: Int64
    var isStopping = false
  }

  private struct Waiter {
    let target: UInt64
    let deadline: Int64
    let continuation: CheckedContinuation<Void, Never>
  }

  /// What the thread and the others share: the thread does not keep the rest.
  private final class Shared: Sendable {
    let table = Locked(ActivityTable())
    let follower: Locked<Follower>
    let reader: AuditReader
    /// The number that the log's next record gets.
    let end: @Sendable () -> UInt64
    let clock: @Sendable () -> Int64

    init(
      _ reader: AuditReader, end: @escaping @Sendable () -> UInt64,
      clock: @escaping @Sendable () -> Int64
    ) {
      self.reader = reader
      self.end = end
      self.clock = clock
      follower = Locked(Follower(keptAt: clock()))
    }
  }

  private let shared: Shared
  /// Nil before it has begun; not shared with the thread, which must not be what lets go of it last.
  private let worker = Locked<Worker?>(nil)
  private let store: ActivityStore

  /// - Parameters:
  ///   - reader: reads the log that `name` names.
  ///   - end: the number that the log's next record gets.
  ///   - clock: the monotonic time, in nanoseconds.
  package init(
    reading reader: AuditReader, named name: String, in storage: Storage,
    end: @escaping @Sendable () -> UInt64, clock: @escaping @Sendable () -> Int64
  ) {
    shared = Shared(reader, end: end, clock: clock)
    store = ActivityStore(storage, log: name)
  }

  deinit { requestStop() }

  // MARK: Keeping

  /// Begins where it has not begun, and keeps what is due to be kept; to be called every second.
  ///
  /// What the storage does not take is tried again.
  package func keepHouse() async {
    guard hasBegun else { return await begin() }
    let now = shared.clock()
    let isDue = shared.follower.withLock { follower in
      guard now - follower.keptAt >= Self.keeping else { return false }
      follower.keptAt = now
      return true
    }
    if isDue { await keep() }
  }

  /// Ends following, and keeps what was found.
  package func stop() async {
    requestStop()
    if hasBegun { await keep() }
  }

  private var hasBegun: Bool { worker.withLock { $0 != nil } }

  private func begin() async {
    guard var table = try? await store.load() else { return }
    // A log that is shorter than it was is another one.
    if table.next > shared.end() { table = ActivityTable() }
    worker.withLock { worker in
      guard worker == nil, !shared.follower.withLock(\.isStopping) else { return }
      shared.table.withLock { $0 = table }
      worker = Worker(name: "activity", standsBack: true) { [shared] bell in
        Self.follow(shared, bell)
      }
    }
  }

  private func keep() async {
    let (changes, table) = shared.table.withLock { ($0.takeChanges(), $0) }
    do throws(StorageError) {
      try await store.keep(changes, of: table)
    } catch {
      shared.table.withLock { $0.putBack(changes) }
    }
  }

  private func requestStop() {
    shared.follower.withLock { $0.isStopping = true }
    worker.withLock { $0?.wake() }
  }

  // MARK: Looking

  /// Gives what is known once the newest records are taken in, or as much as can be had soon.
  func current() async -> ActivityTable {
    let target = shared.end()
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let isFollowed = hasBegun
      let isTaken = shared.follower.withLock { follower in
        guard isFollowed, !follower.isStopping else { return false }
        follower.waiting.append(
          Waiter(
            target: target, deadline: shared.clock() + Self.patience, continuation: continuation))
        return true
      }
      if isTaken { worker.withLock { $0?.wake() } } else { continuation.resume() }
    }
    return shared.table.withLock { $0 }
  }

  // MARK: The thread

  private static func follow(_ shared: Shared, _ bell: Worker.Bell) {
    var decisions = AuditFilter()
    decisions.type = "decision"
    var scan = AuditScan(shared.reader, from: shared.table.withLock(\.next))
    while true {
      let began = shared.clock()
      var isAtEnd = shared.end() <= scan.next
      if !isAtEnd {
        do throws(AuditError) {
          let records = try scan.step(matching: decisions)
          isAtEnd = records == nil
          shared.table.withLock { $0.take(records ?? [], upTo: scan.next) }
        } catch {
          // What cannot be read is tried again; whether the log is broken is said by those who verify it.
          scan = AuditScan(shared.reader, from: scan.next)
          isAtEnd = true
        }
      }
      let now = shared.clock()
      let (answered, isAwaited, isStopping) = shared.follower.withLock { follower in
        let isDone = { (waiter: Waiter) in
          scan.next >= waiter.target || now >= waiter.deadline || follower.isStopping
        }
        let answered = follower.waiting.filter(isDone)
        follower.waiting.removeAll(where: isDone)
        return (answered, !follower.waiting.isEmpty, follower.isStopping)
      }
      for waiter in answered { waiter.continuation.resume() }
      if isStopping { return }
      if isAtEnd {
        // Records that are counted but not written yet come at once.
        bell.wait(nanoseconds: isAwaited ? interval / 100 : interval)
      } else if !isAwaited {
        bell.wait(nanoseconds: (now - began) * restraint)
      }
    }
  }
}
