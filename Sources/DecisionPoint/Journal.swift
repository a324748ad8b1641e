import ActionModel
import AuditLog
import JSON
import Locking
import Policy

/// Writes decisions to the log.
struct Journal: Sendable {
  private let log: AuditLog
  private let refusals = Locked(RefusalTally())

  init(log: AuditLog) {
    self.log = log
  }

  /// Records a decision; returns once it is as durable as the log is set to make it.
  func record(
    _ course: Course, _ decision: Decision, _ evaluation: Evaluation, evaluatedAt: Int64
  ) async throws(AuditError) {
    let record = DecisionRecord(
      course: course, decision: decision, evaluation: evaluation,
      timings: DecisionRecord.Timings(course, evaluatedAt: evaluatedAt))
    var writer = JSONWriter(capacity: 960)
    record.write(to: &writer, log: log)
    try await log.append(AuditEvent(canonicalBody: writer.bytes, time: course.wall))
  }

  /// Records that what a held action counted was given back, because its approval has ended.
  func recordRelease(of decision: String, approval: String, wall: Int64) async {
    let event = AuditEvent(
      type: "reservation.released", time: wall,
      ["decision": .string(decision), "approval": .string(approval)])
    // What is not recorded counts again after a restart, until it leaves its windows.
    try? await log.append(event)
  }

  /// Records what became of an allowed action.
  func record(
    _ outcome: ActionOutcome, of decision: String, by caller: Caller, wall: Int64
  ) async throws(AuditError) {
    try await log.append(
      AuditEvent(
        type: "reservation.reported", time: wall,
        [
          "decision": .string(decision), "outcome": .string(outcome.rawValue),
          "caller": .string(caller.id),
        ]))
  }

  /// Whether a refusal is to be recorded itself, being the first of its kind within a second.
  func wants(_ code: ReasonCode, of caller: Caller, at now: Int64) -> Bool {
    refusals.withLock {
      $0.note(RefusalTally.Kind(code: code.rawValue, caller: caller.id), at: now)
    }
  }

  /// Records how many refusals were counted instead.
  func recordCounts(at now: Int64, wall: Int64) async {
    for (kind, count) in refusals.withLock({ $0.takeDue(at: now) }) {
      let event = AuditEvent(
        type: "refusals", time: wall,
        [
          "code": .string(kind.code), "caller": .string(kind.caller),
          "count": .integer(Int64(count)),
        ])
      // A count that cannot be recorded is lost with the log that refused it, which everybody is told of.
      try? await log.append(event)
    }
  }
}
