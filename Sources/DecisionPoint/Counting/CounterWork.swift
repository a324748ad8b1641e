import AuditLog
import Limits
import Locking
import Workers

/// The work on the thread of a counter keeper.
final class CounterWork: Sendable {
  struct Orders: Sendable {
    var rebuilds: [(horizon: Int64, waiter: CheckedContinuation<Result<Void, AuditError>, Never>)] =
      []
    var stopWaiters: [CheckedContinuation<Void, Never>] = []
    var isStopping = false
    var hasEnded = false
  }

  /// What the last image holds.
  private struct Saved {
    /// Whether the log has to be read first.
    var needsRebuild: Bool
    var changes: UInt64
    var sequence: UInt64
    /// Before this time of the monotonic clock no other is written.
    var notBefore = Int64.min
    var hasFailed = false
  }

  let counters: Counters
  let clock: CounterClock
  private let log: AuditLog
  private let reader: AuditReader
  private let disk: any Disk
  private let now: @Sendable () -> CounterClock.Moment
  private let complaints: @Sendable (String) -> Void
  private let orders = Locked(Orders())
  private let saved: Locked<Saved>

  /// As many new records bring an image forward, so that a start has few of them to read.
  private static let mostRecords: UInt64 = 4_096
  /// Writing images takes at most one part in so many of the time.
  private static let rest: Int64 = 50
  /// How much further back a rebuild looks, in nanoseconds, should the time of day have been set: one day.
  private static let slack: Int64 = 86_400_000_000_000

  init(
    _ capacity: CounterCapacity, log: AuditLog, reader: AuditReader, disk: any Disk,
    now: @escaping @Sendable () -> CounterClock.Moment,
    complaints: @escaping @Sendable (String) -> Void
  ) {
    self.log = log
    self.reader = reader
    self.disk = disk
    self.now = now
    self.complaints = complaints
    let moment = now()
    let end = log.status.end
    do throws(Unusable) {
      let file = try Self.file(on: disk, of: log)
      let clock = CounterClock(at: moment, resuming: file.time, of: file.moment)
      let counters = try Self.counters(
        capacity, from: file, reader, at: clock.time(at: moment.monotonic))
      self.clock = clock
      self.counters = counters
      // A log that lost its end gives the numbers of what was lost to others: the image must not stand for those.
      let isAhead = file.end.sequence > end.sequence
      saved = Locked(
        Saved(
          needsRebuild: false, changes: isAhead ? .max : counters.changes,
          sequence: min(file.end.sequence, end.sequence)))
      if isAhead { save() }
    } catch {
      clock = CounterClock(at: moment)
      counters = Counters(capacity: capacity)
      saved = Locked(Saved(needsRebuild: true, changes: 0, sequence: end.sequence))
      if case .because(let problem) = error { complaints(problem) }
    }
  }

  /// Says why there is no image to go on from.
  private enum Unusable: Error {
    case missing
    case because(String)
  }

  private static func file(on disk: any Disk, of log: AuditLog) throws(Unusable) -> CounterFile {
    let bytes: [UInt8]?
    do throws(DiskError) {
      bytes = try disk.contents(of: CounterFile.name, limit: CounterFile.longest)
    } catch {
      throw .because("`\(CounterFile.name)` cannot be read: \(error.text)")
    }
    guard let bytes else { throw .missing }
    guard let file = CounterFile(bytes: bytes) else {
      throw .because("`\(CounterFile.name)` is damaged")
    }
    guard file.log == log.origin else {
      throw .because("`\(CounterFile.name)` goes with another log")
    }
    return file
  }

  private static func counters(
    _ capacity: CounterCapacity, from file: CounterFile, _ reader: AuditReader, at now: Int64
  ) throws(Unusable) -> Counters {
    let counters = Counters(capacity: capacity)
    guard counters.restore(file.image, at: now) else {
      throw .because("`\(CounterFile.name)` is at odds with itself")
    }
    do throws(AuditError) {
      try CounterReplay(counters: counters, now: now).run(reader, from: file.end)
    } catch {
      throw .because("the log behind `\(CounterFile.name)` cannot be read: \(error)")
    }
    return counters
  }

  // MARK: Orders

  func order(_ change: (inout Orders) -> Void) {
    let hasEnded = orders.withLock { orders in
      change(&orders)
      return orders.hasEnded
    }
    if hasEnded { answerAll() }
  }

  /// Whether the log has to be read before a policy counts.
  var isRebuildDue: Bool { saved.withLock(\.needsRebuild) }

  /// Whether enough has changed for another image.
  var isSaveDue: Bool {
    let changes = counters.changes
    let sequence = log.status.end.sequence
    let moment = now().monotonic
    return saved.withLock { saved in
      !saved.needsRebuild && moment >= saved.notBefore
        && (saved.changes != changes || sequence >= saved.sequence &+ Self.mostRecords)
    }
  }

  // MARK: Work

  /// Works until stopped.
  func run(_ bell: Worker.Bell) {
    while true {
      let (rebuilds, isStopping) = orders.withLock { orders in
        defer { orders.rebuilds = [] }
        return (orders.rebuilds, orders.isStopping)
      }
      for rebuild in rebuilds { rebuild.waiter.resume(returning: self.rebuild(rebuild.horizon)) }
      if isStopping { break }
      if isSaveDue { save() }
      bell.wait(nanoseconds: nil)
    }
    // Who lets go of the counters without stopping them may have others in their place already.
    if orders.withLock({ !$0.stopWaiters.isEmpty }), !isRebuildDue { save() }
    orders.withLock { $0.hasEnded = true }
    answerAll()
  }

  /// Answers whoever still waits, once the work has ended.
  private func answerAll() {
    let (rebuilds, waiters) = orders.withLock { orders in
      defer {
        orders.rebuilds = []
        orders.stopWaiters = []
      }
      return (orders.rebuilds, orders.stopWaiters)
    }
    for rebuild in rebuilds { rebuild.waiter.resume(returning: .failure(.stopped)) }
    for waiter in waiters { waiter.resume() }
  }

  /// Counts what the log says was counted within a time before now, in nanoseconds.
  private func rebuild(_ horizon: Int64) -> Result<Void, AuditError> {
    guard isRebuildDue else { return .success(()) }
    let moment = now()
    let time = clock.time(at: moment.monotonic)
    // Windows count whole buckets, which may be one more than they are long.
    let (reach, isTooLong) = (horizon &+ Self.slack).addingReportingOverflow(horizon / 60)
    let oldest = isTooLong || reach < horizon ? 0 : max(0, min(moment.wall, time) - reach)
    do throws(AuditError) {
      let place = try reader.place(ofRecordsSince: oldest)
      try CounterReplay(counters: counters, now: time).run(reader, from: place)
    } catch {
      return .failure(error)
    }
    saved.withLock { saved in
      saved.needsRebuild = false
      saved.changes = .max
    }
    return .success(())
  }

  /// Writes an image; one that cannot be written is tried again with the next change.
  private func save() {
    let began = now()
    // What the log has up to here was counted before the image is taken: no record is in neither.
    let end = log.status.end
    let changes = counters.changes
    let file = CounterFile(
      log: log.origin, end: end, moment: began, time: clock.time(at: began.monotonic),
      image: counters.image())
    var problem: DiskError?
    do throws(DiskError) {
      try disk.replace(CounterFile.name, with: file.bytes)
    } catch {
      problem = error
    }
    let ended = now().monotonic
    let isNews = saved.withLock { saved in
      saved.notBefore = ended &+ (ended &- began.monotonic) &* Self.rest
      defer { saved.hasFailed = problem != nil }
      guard problem == nil else { return !saved.hasFailed }
      saved.changes = changes
      saved.sequence = end.sequence
      return false
    }
    if isNews, let problem {
      complaints("`\(CounterFile.name)` cannot be written: \(problem.text)")
    }
  }
}
