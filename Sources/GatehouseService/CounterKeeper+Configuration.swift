import AuditLog
import Authentication
import DecisionPoint
import Limits
import Telemetry

extension CounterKeeper {
  /// For how long outcomes can be reported, in nanoseconds: one hour.
  private static let reportingTime: Int64 = 3_600_000_000_000

  /// Opens the counters of a data directory as a configuration wants them.
  convenience init(_ configuration: Configuration, log: AuditLog, logger: Logger) throws {
    let boot = CounterClock.boot
    let reports = configuration.credentials.contains(where: \.isEnforcer)
    try self.init(
      CounterCapacity(
        sessionsPerAgent: configuration.limits.sessionsPerAgent,
        reportingTime: reports ? Self.reportingTime : nil), log: log,
      reader: try AuditLog.reader(in: configuration.data),
      disk: try PosixDisk(path: configuration.data),
      now: {
        CounterClock.Moment(
          wall: SystemClock.unixNanoseconds(), monotonic: SystemClock.monotonicNanoseconds(),
          boot: boot)
      },
      complaints: { logger.error("counters", ["problem": .string($0)]) })
  }
}

extension CounterClock {
  /// The name that the system gives this boot of the machine; nil where it gives none.
  fileprivate static var boot: String? {
    guard let bytes = try? Files.read("/proc/sys/kernel/random/boot_id") else { return nil }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
