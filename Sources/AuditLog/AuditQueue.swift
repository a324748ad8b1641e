/// The records that wait for the writer, and the gate in front of them.
struct AuditQueue: Sendable {
  /// A record, and whoever waits until it is durable.
  struct Entry: Sendable {
    let event: AuditEvent
    let waiter: CheckedContinuation<AuditError?, Never>?
  }

  private let options: AuditOptions
  private(set) var entries: [Entry] = []
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

  /// Takes a record, unless the gate is closed or the queue is full.
  mutating func offer(_ entry: Entry) -> Outcome {
    if let error = closed ?? (isFull(with: entry) ? .overloaded : nil) {
      refused[error.code, default: 0] += 1
      return .refused(error)
    }
    let isHalfFull = entries.count >= options.queueRecords / 2 || bytes >= options.queueBytes / 2
    if isHalfFull, entry.waiter == nil { return .crowded }
    entries.append(entry)
    bytes += entry.event.body.count
    guard isWriterAsleep || isHalfFull else { return .taken }
    isWriterAsleep = false
    return .takenAndWake
  }

  private func isFull(with entry: Entry) -> Bool {
    entries.count >= options.queueRecords
      || bytes + entry.event.body.count > options.queueBytes
  }

  /// Hands everything over to the writer, which gives an empty batch for it.
  mutating func takeAll(into batch: inout [Entry]) {
    swap(&entries, &batch)
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
