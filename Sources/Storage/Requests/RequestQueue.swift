/// The requests that wait or run, and the gate in front of them.
struct RequestQueue: Sendable {
  /// How much longer than its time a running request has, so that the thread which runs it can say what became of it.
  static let grace: Int64 = 250_000_000

  private let capacity: Int
  private var waiting: [Request] = []
  private var running: [Request] = []
  /// Why nothing is taken any more; nil while the gate is open.
  private(set) var closed: StorageError?
  private(set) var isStopping = false
  /// Whether the thread that watches deadlines knows that there are any; each is later than those before.
  private var isWatched = false

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// How many requests have no answer yet.
  var count: Int { waiting.count + running.count }

  /// Takes a request, unless the gate is closed or the queue is full; returns whether deadlines must be watched from now.
  mutating func offer(_ request: Request) throws(StorageError) -> Bool {
    if let closed { throw closed }
    guard count < capacity else { throw .overloaded }
    waiting.append(request)
    defer { isWatched = true }
    return !isWatched
  }

  /// Hands over the oldest requests, which run from now on.
  mutating func take(_ limit: Int) -> [Request] {
    let taken = Array(waiting.prefix(limit))
    waiting.removeFirst(taken.count)
    running += taken
    return taken
  }

  /// Forgets requests that have been answered.
  mutating func finish(_ requests: [Request]) {
    let done = Set(requests.map { ObjectIdentifier($0) })
    running.removeAll { done.contains(ObjectIdentifier($0)) }
  }

  /// A request whose time is up, and what to tell its caller.
  struct Expired {
    let request: Request
    let error: StorageError
  }

  /// Gives up requests whose time is up; returns them, and when the next one's will be.
  mutating func expire(now: Int64) -> (expired: [Expired], next: Int64?) {
    var expired = waiting.filter { $0.deadline <= now }
      .map { Expired(request: $0, error: .timeout) }
    waiting.removeAll { $0.deadline <= now }
    let late = running.filter { $0.deadline + Self.grace <= now }
    for request in late {
      let error: StorageError =
        request.kind == .read ? .timeout : .outcomeUnknown("the storage does not answer")
      expired.append(Expired(request: request, error: error))
    }
    finish(late)
    let next = (waiting.map(\.deadline) + running.map { $0.deadline + Self.grace }).min()
    isWatched = next != nil
    return (expired, next)
  }

  /// Refuses requests from now on, and gives up those that wait, for good.
  mutating func close(_ error: StorageError) -> [Request] {
    closed = closed ?? error
    defer { waiting = [] }
    return waiting
  }

  /// Takes nothing more; what was taken is still done.
  mutating func stop() {
    if closed == nil { closed = .stopped }
    isStopping = true
  }
}
