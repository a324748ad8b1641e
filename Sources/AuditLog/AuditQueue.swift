/// The records that wait for the writer, and the gate in front of them.
struct AuditQueue: Sendable {
  typealias Waiter = CheckedContinuation<AuditError?, Never>

  /// Records that the writer takes together.
  struct Batch: Sendable {
    fileprivate(set) var events: [AuditEvent] = []
    /// Whoever waits until the record at an index is durable, in the records' order; most often nobody or everybody.
    fileprivate(set) var waiters: [(index: Int, waiter: Waiter)] = []

    /// Empties the batch; keeps its memory unless a burst took much.
    mutating func clear() {
      events.removeAll(keepingCapacity: events.capacity <= 4096)
      waiters.removeAll(keepingCapacity: waiters.capacity <= 4096)
    }

    /// The records that nobody waits for.
    var unawaited: [AuditEvent] {
      guard !waiters.isEmpty else { return events }
      var awaited = waiters.makeIterator()
      var next = awaited.next()
      var rest: [AuditEvent] = []
      for (index, event) in events.enumerated() {
        if index == next?.index { next = awaited.next() } else { rest.append(event) }
      }
      return rest
    }

    /// Answers everyone who waits.
    func answer(_ error: AuditError?) {
      for (_, waiter) in waiters { waiter.resume(returning: error) }
    }
  }

  private let options: AuditOptions
  private var batch = Batch()
  private var bytes = 0
  /// Why nothing is taken now; nil while the gate is open.
  private(set) var closed: AuditError?
  /// True once the log was asked to stop.
  private(set) var isStopping = false
  private var isFinished = false
  /// What could not be written at the end.
  private(set) var loss: AuditLoss?
  private var stopWaiters: [CheckedContinuation<Void, Never>] = []
  /// True while the writer sleeps until it is woken.
  var isWriterAsleep = false
  /// How many records were refused since the writer last asked, by code.
  private var refused: [String: UInt64] = [:]

  init(options: AuditOptions) {
    self.options = options
  }

  /// What the caller does after a record was offered.
  enum Outcome {
    case taken
    /// The writer must be woken.
    case takenAndWake
    /// Not taken: the queue is half full, and whoever can wait for the writer should.
    case crowded
    case refused(AuditError)
  }

  // MARK: Records

  /// How many records wait.
  var count: Int { batch.events.count }

  /// Takes a record, and whoever waits for it, unless the gate is closed or the queue is full.
  mutating func offer(_ event: AuditEvent, _ waiter: Waiter?) -> Outcome {
    let isFull = count >= options.queueRecords || bytes + event.body.count > options.queueBytes
    if let error = closed ?? (isFull ? .overloaded : nil) {
      refused[error.code, default: 0] += 1
      return .refused(error)
    }
    let isHalfFull = count >= options.queueRecords / 2 || bytes >= options.queueBytes / 2
    if let waiter {
      batch.waiters.append((count, waiter))
    } else if isHalfFull {
      return .crowded
    }
    batch.events.append(event)
    bytes += event.body.count
    guard isWriterAsleep || isHalfFull else { return .taken }
    isWriterAsleep = false
    return .takenAndWake
  }

  /// Hands everything over to the writer, which gives an empty batch for it.
  mutating func takeAll(into empty: inout Batch) {
    swap(&batch, &empty)
    bytes = 0
  }

  /// Hands over the counts of what was refused.
  mutating func takeRefused() -> [String: UInt64] {
    guard !refused.isEmpty else { return [:] }
    defer { refused = [:] }
    return refused
  }

  // MARK: The gate

  /// Refuses records from now on; a log that does not verify or is stopping stays so.
  mutating func close(_ error: AuditError) {
    switch closed {
    case .stopped: break
    case .broken where error != .stopped: break
    default: closed = error
    }
  }

  /// Takes records again, where the disk was the reason not to.
  mutating func reopen() {
    switch closed {
    case .diskFull, .failed: closed = nil
    default: break
    }
  }

  /// Refuses records for good; the writer writes what was taken and ends.
  mutating func stop() {
    close(.stopped)
    isStopping = true
    isWriterAsleep = false
  }

  /// Keeps who waits for the end; returns false where it has come.
  mutating func waitForEnd(_ waiter: CheckedContinuation<Void, Never>) -> Bool {
    guard !isFinished else { return false }
    stopWaiters.append(waiter)
    return true
  }

  /// Ends the log, and hands over who waits for that.
  mutating func finish(losing loss: AuditLoss?) -> [CheckedContinuation<Void, Never>] {
    isFinished = true
    self.loss = loss
    defer { stopWaiters = [] }
    return stopWaiters
  }
}
