import ActionModel
import AuditLog
import Calendar
import Crypto
import JSON
import Limits
import Policy

/// Everything about one decision that the log keeps, and how it is written.
///
/// The members are written in the order that the canonical form demands (RFC 8785, section 3.2.3), so that nothing
/// needs sorting; a test holds the result against the canonical form.
struct DecisionRecord {
  /// How long each step took, in nanoseconds.
  struct Timings {
    let admit: Int64
    let analyze: Int64?
    let inspect: Int64?
    let evaluate: Int64

    init(_ course: Course, evaluatedAt: Int64) {
      admit = course.admitted - course.began
      analyze = course.analyzed.map { $0 - course.admitted }
      let analyzed = course.analyzed ?? course.admitted
      inspect = course.inspected.map { $0 - analyzed }
      evaluate = evaluatedAt - (course.inspected ?? analyzed)
    }
  }

  let course: Course
  let decision: Decision
  let evaluation: Evaluation
  let timings: Timings

  private var action: Action { course.action }

  /// Writes the event's body.
  func write(to writer: inout JSONWriter, log: AuditLog) {
    writer.beginObject()
    writer.member("action", action.id)
    writeAgent(to: &writer)
    writer.member("approval", decision.approval?.id ?? action.approval)
    writer.member("approvers", evaluation.approvers)
    writeArguments(to: &writer, log: log)
    writer.member("asks", evaluation.asks)
    if course.policy?.set.obliges == true { writeAbilities(to: &writer) }
    writeContext(to: &writer, log: log)
    writeCounted(to: &writer)
    if let effects = course.effects { write(effects, to: &writer, log: log) }
    if let content = course.content { write(content, to: &writer) }
    writer.member("flags", decision.flags)
    writer.member("grants", evaluation.grants)
    writer.member("id", decision.id)
    writeObligations(to: &writer)
    writer.member("parent", action.parent)
    writer.member("phase", action.phase.rawValue)
    writer.member("policy", course.policy?.digest)
    writeReason(to: &writer, log: log)
    writer.member("retry_after", decision.retryAfter)
    writer.member("reversibility", course.effects?.reversibility.rawValue)
    writer.member("risk", course.content?.risk)
    writer.member("rules", evaluation.outcome?.matched ?? [])
    writer.member("session", action.session)
    if let shadow = evaluation.outcome?.shadow { shadow.write(to: &writer) }
    writer.member("tenant", course.principal?.tenant ?? action.tenant ?? Principal.defaultTenant)
    writer.member("time", upTo: UTCTimestamp.length) { UTCTimestamp.append(course.wall, to: &$0) }
    writeTimings(to: &writer)
    writeTool(to: &writer)
    writer.member("type", "decision")
    writer.member("verdict", decision.verdict.rawValue)
    writer.endObject()
  }

  private func writeAgent(to writer: inout JSONWriter) {
    let principal = course.principal
    writer.key("agent")
    writer.beginObject()
    writer.member("id", principal?.id ?? action.agent ?? action.caller.id)
    writer.member("proof", action.caller.proof.rawValue)
    writer.member("verified", principal?.verified ?? false)
    // Who really spoke is always known, even where it was not allowed to.
    writer.member("via", principal == nil ? action.caller.id : principal?.via)
    writer.endObject()
  }

  /// Writes the arguments without their secrets, if the log keeps them, and their code under the log's own key.
  private func writeArguments(to writer: inout JSONWriter, log: AuditLog) {
    guard let arguments = course.arguments else { return }
    if log.arguments == .redacted {
      writer.key("args")
      writer.raw(Redactor.redact(arguments).span)
    }
    let digest = log.argumentDigest(arguments)
    writer.member("args_hmac", upTo: SHA256Digest.hexLength) { digest.appendHex(to: &$0) }
  }

  /// Writes the context without its secrets, where a rule about the tool reads it and the log keeps arguments.
  private func writeContext(to writer: inout JSONWriter, log: AuditLog) {
    guard course.policy?.set.needsContext(of: action.tool) == true, log.arguments == .redacted,
      let bytes = try? CanonicalJSON.bytes(of: action.context ?? .emptyObject)
    else { return }
    writer.key("context")
    writer.raw(Redactor.redact(bytes).span)
  }

  private func writeAbilities(to writer: inout JSONWriter) {
    writer.key("can")
    writer.beginArray()
    for kind in Obligation.Kind.allCases where action.can.contains(Abilities(kind)) {
      writer.string(kind.rawValue)
    }
    writer.endArray()
  }

  /// Writes what the action counted, so that a start can count it again, and whose reservation it gave back.
  ///
  /// The amounts of sums are arguments, and are kept whichever way arguments are recorded: without them nothing could be
  /// rebuilt.
  private func writeCounted(to writer: inout JSONWriter) {
    let reservation = evaluation.reservation.flatMap { $0.isEmpty ? nil : $0 }
    guard reservation != nil || course.released != nil else { return }
    writer.key("counted")
    writer.beginObject()
    // Rounded up to what the form can say, so that nothing leaves its window too early.
    writer.member("at", reservation.map { UTCTimestamp.text($0.madeAt &+ 999) })
    writer.member("released", course.released)
    if reservation != nil, let policy = course.policy {
      writer.key("spends")
      writer.beginArray()
      for spend in evaluation.spends where spend.amount != .zero {
        policy.specification(of: spend.handle)?.write(to: &writer, amount: spend.amount)
      }
      writer.endArray()
    }
    writer.endObject()
  }

  /// Writes the reason, and of what a rule failed on or does not cover as much as the log keeps of arguments: such texts
  /// quote them.
  private func writeReason(to writer: inout JSONWriter, log: AuditLog) {
    writer.key("reason")
    writer.beginObject()
    writer.member("code", decision.reason.code.rawValue)
    writer.key("text")
    switch (decision.reason.code, log.arguments) {
    case (.ruleError, .redacted), (.effectNotCovered, .redacted), (.invalidArguments, .redacted):
      var text = JSONWriter()
      text.string(decision.reason.text)
      writer.raw(Redactor.redact(text.bytes).span)
    case (.ruleError, .digest): writer.string("a rule could not be evaluated")
    case (.effectNotCovered, .digest): writer.string("no rule covers an effect")
    case (.invalidArguments, .digest): writer.string("the arguments are not what the tool takes")
    default: writer.string(decision.reason.text)
    }
    writer.endObject()
  }

  /// Writes the effects without their secrets; their targets quote arguments, and are left out where the log keeps none.
  private func write(_ effects: Effects, to writer: inout JSONWriter, log: AuditLog) {
    writer.key("effects")
    switch log.arguments {
    case .redacted:
      var list = JSONWriter()
      effects.write(to: &list, namingArguments: true)
      writer.raw(Redactor.redact(list.bytes).span)
    case .digest:
      writer.beginArray()
      for effect in effects.all {
        writer.beginObject()
        writer.member("kind", effect.kind.rawValue)
        writer.endObject()
      }
      writer.endArray()
    }
  }

  private func write(_ content: ContentFindings, to writer: inout JSONWriter) {
    writer.key("findings")
    writer.beginArray()
    for finding in content.all {
      writer.beginObject()
      writer.member("argument", finding.evidence.argument)
      writer.member("detector", finding.detector)
      writer.member("end", finding.evidence.bytes.upperBound)
      writer.member("kind", finding.kind)
      writer.member("severity", finding.severity.rawValue)
      writer.member("start", finding.evidence.bytes.lowerBound)
      writer.endObject()
    }
    writer.endArray()
  }

  private func writeObligations(to writer: inout JSONWriter) {
    guard !decision.obligations.isEmpty else { return }
    writer.key("obligations")
    writer.beginArray()
    for obligation in decision.obligations {
      writer.beginObject()
      writer.member("kind", obligation.kind.rawValue)
      writer.member("paths", obligation.paths)
      writer.member("rule", obligation.rule)
      writer.endObject()
    }
    writer.endArray()
  }

  private func writeTimings(to writer: inout JSONWriter) {
    writer.key("timings")
    writer.beginObject()
    writer.member("admit_ns", Int(timings.admit))
    writer.member("analyze_ns", timings.analyze.map(Int.init))
    writer.member("evaluate_ns", Int(timings.evaluate))
    writer.member("inspect_ns", timings.inspect.map(Int.init))
    writer.endObject()
  }

  private func writeTool(to writer: inout JSONWriter) {
    writer.key("tool")
    writer.beginObject()
    // What a native caller calls a tool is its canonical name.
    if action.tool.channel != "native" { writer.member("canonical", action.tool.canonical) }
    writer.member("channel", action.tool.channel)
    writer.member("name", action.tool.name)
    writer.member("server", action.tool.server.isEmpty ? nil : action.tool.server)
    writer.endObject()
  }
}

extension ShadowOutcome {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.key("shadow")
    writer.beginObject()
    writer.member("code", reason.code.rawValue)
    writer.member("rules", matched)
    writer.member("verdict", verdict.rawValue)
    writer.endObject()
  }
}
