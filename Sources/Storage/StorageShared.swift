import Locking

/// What callers and threads of one storage share.
final class StorageShared: Sendable {
  let options: StorageOptions
  let queue: Locked<RequestQueue>
  let listeners = Locked(Listeners())
  private let trouble = Locked<StorageError?>(nil)

  init(_ options: StorageOptions) {
    self.options = options
    queue = Locked(RequestQueue(capacity: options.capacity))
  }

  /// What keeps requests from being served, as far as the last one showed; nil for nothing.
  var problem: StorageError? {
    queue.withLock { $0.closed } ?? trouble.withLock { $0 }
  }

  /// Notes whether the database could be used just now.
  func note(_ problem: StorageError?) {
    trouble.withLock { $0 = problem }
  }

  /// Refuses everything from now on.
  func breakDown(_ error: StorageError) {
    for request in queue.withLock({ $0.close(error) }) { request.refuse(error) }
  }

  /// Tells a channel's listeners, on the thread of the caller.
  func tell(_ channel: String, _ announcement: Announcement) {
    for listener in listeners.withLock({ $0[channel] }) { listener(announcement) }
  }
}
