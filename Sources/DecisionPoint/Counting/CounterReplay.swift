import ActionModel
import AuditLog
import Calendar
import JSON
import Limits

/// Counts again what the log says was counted.
struct CounterReplay {
  let counters: Counters
  /// The time on the counters' clock.
  let now: Int64

  /// What every record that matters has in its line.
  static let marks = [#""counted":{"#, #""type":"reservation."#]

  /// Counts what the log has from a place on.
  func run(_ reader: AuditReader, from place: AuditPosition) throws(AuditError) {
    try reader.forEachRecord(from: place, mentioning: Self.marks) { take($0.event) }
  }

  private func take(_ event: JSONValue) {
    switch event["type"]?.string {
    case "decision": takeDecision(event)
    case "reservation.released":
      if let decision = event["decision"]?.string { counters.replayRelease(of: decision) }
    case "reservation.reported":
      guard let decision = event["decision"]?.string,
        let outcome = event["outcome"]?.string.flatMap(ActionOutcome.init(rawValue:))
      else { return }
      counters.settle(decision, givingBack: outcome.givesBack)
    default: break
    }
  }

  private func takeDecision(_ event: JSONValue) {
    guard let counted = event["counted"] else { return }
    if let released = counted["released"]?.string { counters.replayRelease(of: released) }
    guard let decision = event["id"]?.string, let tenant = event["tenant"]?.string,
      let agent = event["agent"]?["id"]?.string,
      let time = counted["at"]?.string.flatMap(UTCTimestamp.unixNanoseconds),
      let list = counted["spends"]
    else { return }
    let isHeld = event["verdict"]?.isString(equalTo: Verdict.requireApproval.rawValue) == true
    var spends: [(specification: CounterSpecification, amount: ExactDecimal)] = []
    for element in list.elements {
      guard let specification = CounterSpecification(element),
        let amount = element["amount"]?.string.flatMap({ try? ExactDecimal($0) })
      else { continue }
      spends.append((specification, amount))
    }
    counters.replay(
      CountedAction(
        decision: decision, tenant: tenant, agent: agent, session: event["session"]?.string,
        time: time, approval: isHeld ? event["approval"]?.string : nil, spends: spends), at: now)
  }
}
