package import ActionModel
package import YAML

/// One expected decision, as a file of cases states it.
///
/// ```yaml
/// - name: a key stays unread
///   action: { tool: fs.read, args: { path: /home/a/.ssh/id_ed25519 } }
///   expect: { decision: deny, code: rule, rule: keys-stay-out-of-reach }
/// ```
///
/// `action` is what callers send to `/v1/decide`. Beside it a case may give the facts of the moment: `now`, `verified`
/// (true unless said otherwise), `project` (a list of directories), `effects` with `reversibility` where the action is not
/// to be analysed, and `counters`, the number that every counter stands at (0 unless said otherwise). A file that is a
/// mapping says `project` and `context` once for all of its `cases`.
package struct PolicyCase: Sendable {
  /// What a case expects; a member that is nil is not looked at.
  package struct Expectation: Sendable {
    package let decision: Verdict
    package let code: ReasonCode?
    /// A rule that is among those that produced the verdict.
    package let rule: String?
    /// All rules that produced the verdict, in any order.
    package let rules: [String]?
    package let flags: [String]?
    /// The rules that oblige, in any order.
    package let obligations: [String]?
    /// What would be decided were shadows live; given but nil where they would change nothing.
    package let shadow: Verdict??
  }

  package let name: String
  /// Where the case begins in its file.
  package let position: YAMLPosition
  package let request: PolicyRequest
  package let counters: FixedCounters
  package let expectation: Expectation

  /// The case with what was found out about its action; effects that it states itself stay.
  package func analyzed(
    effects: Effects?, content: ContentFindings?, project: ProjectDirectories,
    refusal: Decision.Reason?
  ) -> PolicyCase {
    PolicyCase(
      name: name, position: position,
      request: PolicyRequest(
        action: request.action, principal: request.principal, now: request.now,
        effects: request.effects ?? effects, content: content, project: project,
        refusal: refusal),
      counters: counters, expectation: expectation)
  }

  private init(
    name: String, position: YAMLPosition, request: PolicyRequest, counters: FixedCounters,
    expectation: Expectation
  ) {
    self.name = name
    self.position = position
    self.request = request
    self.counters = counters
    self.expectation = expectation
  }
}

/// Reads every counter as the same number.
package struct FixedCounters: CounterReader {
  private let reading: CounterValue

  package init(_ reading: CounterValue) { self.reading = reading }

  package func value(of index: Int) -> CounterValue { reading }
}
