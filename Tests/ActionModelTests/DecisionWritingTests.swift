import JSON
import Testing

@testable import ActionModel

@Suite struct DecisionWritingTests {
  private func text(_ decision: Decision) -> String {
    var writer = JSONWriter()
    decision.write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func `members that say nothing are left out`() {
    let decision = Decision(
      id: "dec_1", verdict: .deny, reason: .init(code: .defaultDeny, text: "no rule matched"))
    #expect(
      text(decision)
        == #"{"id":"dec_1","decision":"deny","reason":{"code":"default_deny","text":"no rule matched"}}"#
    )
  }

  @Test func `every member is written`() throws {
    let decision = Decision(
      id: "dec_1", verdict: .allow, reason: .init(code: .rule, text: "ok"), rules: ["a", "b"],
      flags: ["odd"],
      obligations: [
        Obligation(
          kind: .replace, rule: "a", paths: ["/x"], value: try JSONDocument.parse(Array("[1]".utf8))
        )
      ], retryAfter: 3)
    #expect(
      text(decision) == """
        {"id":"dec_1","decision":"allow","reason":{"code":"rule","text":"ok"},"rules":["a","b"],\
        "flags":["odd"],"obligations":[{"kind":"replace","rule":"a","paths":["/x"],"value":[1]}],\
        "retry_after":3}
        """)
  }

  @Test func `the strongest verdict is the greatest`() {
    #expect(Verdict.allCases.max() == .deny)
    #expect(Verdict.allow < .requireApproval)
  }
}
