import Locking
import Workers

/// Rows that outlive the process: in a SQLite file of its own, or in a PostgreSQL database that instances share.
///
/// Nothing here waits for a disk or a network on the caller's thread. Close it before letting go of it.
package final class Storage: Sendable {
  private let shared: StorageShared
  private let threads: StorageThreads
  /// Whether other instances can have it open too.
  package let isShared: Bool

  private init(_ shared: StorageShared, _ threads: StorageThreads, isShared: Bool) {
    self.shared = shared
    self.threads = threads
    self.isShared = isShared
  }

  deinit {
    threads.stop(shared)
  }

  /// Opens or makes a storage, and brings it to the schema that the caller knows.
  ///
  /// - Throws: `StorageError.locked` where another instance has the file, `.corrupt` where it is damaged,
  ///   `.foreignSchema` where a newer version has written it, `.unavailable` where the database is out of reach.
  package static func open(
    _ location: StorageLocation, schema: [Migration], options: StorageOptions = StorageOptions()
  ) async throws(StorageError) -> Storage {
    let shared = StorageShared(options)
    switch location {
    case .file(let path):
      return Storage(
        shared, try await StorageThreads.forSQLite(path, schema: schema, shared), isShared: false)
    case .postgresql(let location):
      return Storage(
        shared, try await StorageThreads.forPostgreSQL(location, schema: schema, shared),
        isShared: true)
    }
  }

  /// Changes rows in one transaction, as if no other ran beside it; durable when this returns.
  ///
  /// The body runs on a thread of the storage, and may run again where its transaction could not be kept: it does nothing
  /// but use the transaction. After an error nothing was changed, but for `StorageError.outcomeUnknown`.
  package func write<Result: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws(StorageError) -> Result
  ) async throws(StorageError) -> Result {
    try await perform(.write, body)
  }

  /// Reads rows of one moment, of which everything is durable.
  package func read<Result: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws(StorageError) -> Result
  ) async throws(StorageError) -> Result {
    try await perform(.read, body)
  }

  private func perform<Result: Sendable>(
    _ kind: Request.Kind,
    _ body: @escaping @Sendable (Transaction) throws(StorageError) -> Result
  ) async throws(StorageError) -> Result {
    // INVARIANT: every request that is taken is answered once: by the thread that runs it, by the watchdog when its time
    // is up, or when the storage breaks down or closes.
    let result = await withCheckedContinuation {
      (waiter: CheckedContinuation<Swift.Result<Result, StorageError>, Never>) in
      let deadline = shared.options.clock() + shared.options.time
      let request = Request(kind, deadline: deadline, answering: waiter, body)
      do throws(StorageError) {
        let isFirst = try shared.queue.withLock { (queue) throws(StorageError) in
          try queue.offer(request)
        }
        threads.wake(watching: isFirst)
      } catch {
        request.refuse(error)
      }
    }
    return try result.get()
  }

  /// Has every announcement on a channel told to a listener, those of this instance included.
  ///
  /// The listener is called on a thread of the storage and must not wait there. Over a network announcements may be lost:
  /// then, and every few seconds, it is told to look for itself.
  package func listen(_ channel: String, _ heard: @escaping @Sendable (Announcement) -> Void) {
    precondition(Announcement.isName(channel), "a channel's name is letters a to z and `_`")
    if shared.listeners.withLock({ $0.add(heard, to: channel) }) { threads.channelsChanged() }
  }

  /// What keeps requests from being served, as far as the last ones showed; nil for nothing.
  package var problem: StorageError? { shared.problem }

  /// How many requests have no answer yet.
  package var queueDepth: Int { shared.queue.withLock { $0.count } }

  /// Takes nothing more, does what was taken, and closes the database.
  package func close() async {
    await threads.close(shared)
  }
}
