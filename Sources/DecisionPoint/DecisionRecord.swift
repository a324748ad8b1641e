import ActionModel
import AuditLog
import Calendar
import JSON
import Policy

/// Everything about one decision that the log keeps, and how it is written.
///
/// The members are written in the order that the canonical form demands (RFC 8785, section 3.2.3), so that nothing
/// needs sorting; a test holds the result against the canonical form.
struct DecisionRecord {
  /// How long each step took, in nanoseconds.
  struct Timings {
    var admit: Int64 = 0
    var evaluate: Int64 = 0
  }

  let course: Course
  let decision: Decision
  /// What the policy said; nil where it was not asked.
  let outcome: PolicyOutcome?
  let timings: Timings

  private var action: Action { course.action }
  private var principal: Principal? { course.principal }

  /// Writes the event's body.
  func write(to writer: inout JSONWriter, log: AuditLog) {
    writer.beginObject()
    writer.member("action", action.id)
    writeAgent(to: &writer)
    writer.member("approval", action.approval)
    writeArguments(to: &writer, log: log)
    if let effects = course.effects { effects.write(to: &writer) }
    writer.member("flags", decision.flags)
    writer.key("id")
    writer.string(decision.id)
    writeObligations(to: &writer)
    writer.member("parent", action.parent)
    writer.key("phase")
    writer.string(action.phase.rawValue)
    writer.member("policy", course.policy?.digest)
    writer.key("reason")
    writer.beginObject()
    writer.key("code")
    writer.string(decision.reason.code.rawValue)
    writer.key("text")
    writer.string(decision.reason.text)
    writer.endObject()
    if let seconds = decision.retryAfter {
      writer.key("retry_after")
      writer.int(seconds)
    }
    writer.member("rules", outcome?.matched ?? [])
    writer.member("session", action.session)
    if let shadow = outcome?.shadow { shadow.write(to: &writer) }
    writer.key("tenant")
    writer.string(principal?.tenant ?? action.tenant ?? Principal.defaultTenant)
    writer.key("time")
    writer.string(UTCTimestamp.text(course.wall))
    writeTimings(to: &writer)
    writeTool(to: &writer)
    writer.key("type")
    writer.string("decision")
    writer.key("verdict")
    writer.string(decision.verdict.rawValue)
    writer.endObject()
  }

  private func writeAgent(to writer: inout JSONWriter) {
    writer.key("agent")
    writer.beginObject()
    writer.key("id")
    writer.string(principal?.id ?? action.agent ?? action.caller.id)
    writer.key("proof")
    writer.string(action.caller.proof.rawValue)
    writer.key("verified")
    writer.bool(principal?.verified ?? false)
    // Who really spoke is always known, even where it was not allowed to.
    writer.member("via", principal == nil ? action.caller.id : principal?.via)
    writer.endObject()
  }

  /// Writes the arguments without their secrets, if the log keeps them, and their code under the log's own key.
  private func writeArguments(to writer: inout JSONWriter, log: AuditLog) {
    guard let arguments = course.arguments else { return }
    if log.arguments == .redacted {
      writer.key("args")
      writer.raw(Redactor.redact(arguments))
    }
    writer.key("args_hmac")
    writer.string(log.argumentDigest(arguments))
  }

  private func writeObligations(to writer: inout JSONWriter) {
    guard !decision.obligations.isEmpty else { return }
    writer.key("obligations")
    writer.beginArray()
    for obligation in decision.obligations {
      writer.beginObject()
      writer.key("kind")
      writer.string(obligation.kind.rawValue)
      writer.member("paths", obligation.paths)
      writer.key("rule")
      writer.string(obligation.rule)
      writer.endObject()
    }
    writer.endArray()
  }

  private func writeTimings(to writer: inout JSONWriter) {
    writer.key("timings")
    writer.beginObject()
    writer.key("admit_ns")
    writer.int(timings.admit)
    writer.key("evaluate_ns")
    writer.int(timings.evaluate)
    writer.endObject()
  }

  private func writeTool(to writer: inout JSONWriter) {
    writer.key("tool")
    writer.beginObject()
    writer.key("channel")
    writer.string(action.tool.channel)
    writer.key("name")
    writer.string(action.tool.name)
    if !action.tool.server.isEmpty {
      writer.key("server")
      writer.string(action.tool.server)
    }
    writer.endObject()
  }
}

extension Effects {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.key("effects")
    writer.beginArray()
    for effect in all {
      writer.beginObject()
      writer.key("kind")
      writer.string(effect.kind.rawValue)
      writer.key("target")
      writer.string(effect.target.description)
      writer.endObject()
    }
    writer.endArray()
  }
}

extension ShadowOutcome {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.key("shadow")
    writer.beginObject()
    writer.key("code")
    writer.string(reason.code.rawValue)
    writer.member("rules", matched)
    writer.key("verdict")
    writer.string(verdict.rawValue)
    writer.endObject()
  }
}

extension JSONWriter {
  /// Writes a member unless there is nothing to say.
  mutating func member(_ key: String, _ value: String?) {
    guard let value else { return }
    self.key(key)
    string(value)
  }

  /// Writes a list of strings unless it is empty.
  mutating func member(_ key: String, _ values: [String]) {
    guard !values.isEmpty else { return }
    self.key(key)
    beginArray()
    for value in values { string(value) }
    endArray()
  }
}
