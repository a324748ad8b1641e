import ActionModel
import Crypto
import JSON
import Testing

@testable import Approvals

/// What may happen to one approval, without any storage.
struct ApprovalTests {
  private let ann = Approver(id: "ann", roles: ["oncall"])
  private let bob = Approver(id: "bob", roles: ["oncall", "finance"])
  private let eve = Approver(id: "eve", roles: [])

  private func approval(
    _ demands: [ApprovalRequirement.Demand], within: Int64? = nil, samePolicy: Bool = false
  ) -> Approval {
    Approval(
      id: "apr_1",
      request: Sample.request(demands, within: within, samePolicy: samePolicy), askedAt: 100,
      expiresAt: 200)
  }

  private func vote(
    _ approver: Approver, _ verdict: Vote.Verdict = .approve, at time: Int64 = 110
  ) -> Vote {
    Vote(approver: approver, verdict: verdict, channel: "api", time: time)
  }

  @Test func `one of those a rule names approves`() throws {
    var approval = approval([.init(rule: "a", approvers: ["oncall"])])
    try approval.take(vote(ann))
    #expect(approval.state == .approved)
    #expect(approval.resolvedAt == 110)
  }

  @Test func `every rule's demand has to be met`() throws {
    var approval = approval([
      .init(rule: "a", approvers: ["oncall"]), .init(rule: "b", approvers: ["finance"]),
    ])
    try approval.take(vote(ann))
    #expect(approval.state == .pending)
    try approval.take(vote(bob))
    #expect(approval.state == .approved)
  }

  @Test func `a quorum counts different people`() throws {
    var approval = approval([.init(rule: "a", approvers: ["oncall"], quorum: 2)])
    try approval.take(vote(ann))
    #expect(approval.state == .pending)
    #expect(throws: AnswerRefusal.alreadyAnswered) { try approval.take(vote(ann)) }
    try approval.take(vote(bob))
    #expect(approval.state == .approved)
  }

  @Test func `the first denial denies, and nothing changes that`() throws {
    var approval = approval([.init(rule: "a", quorum: 2)])
    try approval.take(vote(ann))
    try approval.take(vote(bob, .deny))
    #expect(approval.state == .denied)
    #expect(throws: AnswerRefusal.alreadyResolved(.denied)) { try approval.take(vote(eve)) }
  }

  @Test func `whom no rule names, and whoever asks, does not answer`() {
    var approval = approval([.init(rule: "a", approvers: ["oncall"])])
    #expect(throws: AnswerRefusal.notAnApprover(of: ["oncall"])) { try approval.take(vote(eve)) }
    let bot = Approver(id: "bot-7", roles: ["oncall"])
    #expect(throws: AnswerRefusal.ownRequest) { try approval.take(vote(bot)) }
    let gateway = Approver(id: "gateway", roles: ["oncall"])
    #expect(throws: AnswerRefusal.ownRequest) { try approval.take(vote(gateway)) }
    #expect(approval.state == .pending)
  }

  @Test func `at the end of its time it is neither answered nor used`() throws {
    var late = approval([.init(rule: "a")])
    #expect(throws: AnswerRefusal.expired) { try late.take(vote(ann, at: 200)) }
    var unused = approval([.init(rule: "a")])
    try unused.take(vote(ann, at: 199))
    #expect(unused.use(for: unused.request, at: 200) == .refused(.approvalExpired))
  }

  @Test func `it is used once`() throws {
    var approval = approval([.init(rule: "a")])
    #expect(approval.use(for: approval.request, at: 105) == .pending)
    try approval.take(vote(ann))
    #expect(approval.use(for: approval.request, at: 120) == .used)
    #expect(approval.usedBy == approval.request.decision)
    #expect(approval.use(for: approval.request, at: 121) == .refused(.approvalUsed))
  }

  @Test func `it fits that action of that agent alone`() throws {
    var approval = approval([.init(rule: "a")])
    try approval.take(vote(ann))
    let changed = Sample.request([.init(rule: "a")], binding: "another")
    #expect(approval.use(for: changed, at: 120) == .refused(.approvalActionChanged))
    let stolen = Sample.request([.init(rule: "a")], agent: "bot-8")
    #expect(approval.use(for: stolen, at: 120) == .refused(.approvalOtherAgent))
    #expect(approval.state == .approved)
  }

  @Test func `what the policy demands by now has to be met, in the time it gives by now`() throws {
    var approval = approval([.init(rule: "a")])
    try approval.take(vote(ann))
    let stricter = Sample.request([.init(rule: "a"), .init(rule: "b", approvers: ["finance"])])
    #expect(approval.use(for: stricter, at: 120) == .insufficient)
    let shorter = Sample.request([.init(rule: "a")], within: 20)
    #expect(approval.use(for: shorter, at: 120) == .refused(.approvalExpired))
    #expect(approval.use(for: shorter, at: 119) == .used)
  }

  @Test func `what the action would do by now has to have been shown`() throws {
    let seen = [ApprovalRequest.Content.Target(kind: .deletes, text: "/srv/app/x")]
    let other = [ApprovalRequest.Content.Target(kind: .deletes, text: "/home/ann")]
    var approval = Approval(
      id: "apr_1",
      request: Sample.request([.init(rule: "a")], targets: seen, reversibility: .recoverable),
      askedAt: 100, expiresAt: 200)
    try approval.take(vote(ann))
    for (targets, reversibility) in [
      (other, Effects.Reversibility.recoverable), (seen + other, .recoverable),
      (seen, .irreversible),
    ] {
      let changed = Sample.request(
        [.init(rule: "a")], targets: targets, reversibility: reversibility)
      #expect(approval.use(for: changed, at: 120) == .insufficient)
    }
    let less = Sample.request([.init(rule: "a")], targets: [], reversibility: .reversible)
    #expect(approval.use(for: less, at: 120) == .used)
  }

  @Test func `a change of policy ends it only where a rule asks for the same policy`() throws {
    var free = approval([.init(rule: "a")])
    try free.take(vote(ann))
    #expect(free.use(for: Sample.request([.init(rule: "a")], policy: "new"), at: 120) == .used)
    var bound = approval([.init(rule: "a")], samePolicy: true)
    try bound.take(vote(ann))
    #expect(
      bound.use(for: Sample.request([.init(rule: "a")], policy: "new"), at: 120) == .insufficient)
  }

  @Test func `a stored request is read as it was written`() throws {
    let request = Sample.request(
      [.init(rule: "a", approvers: ["x", "y"], quorum: 2), .init(rule: "")], samePolicy: true)
    let document = try JSONDocument.parse(request.json)
    let read = try #require(ApprovalRequest(stored: document))
    #expect(read.json == request.json)
    #expect(read.requirement.demands == request.requirement.demands)
    #expect(read.principal == request.principal)
    #expect(read.tool == request.tool)
    #expect(read.content.targets == request.content.targets)
  }
}

/// Requests to try things with.
enum Sample {
  static func request(
    _ demands: [ApprovalRequirement.Demand], within: Int64? = nil, samePolicy: Bool = false,
    agent: String = "bot-7", session: String? = "s-1", binding: String = "whole",
    policy: String = "digest", arguments: String = #"{"amount":40,"path":"/srv/app/x"}"#,
    targets: [ApprovalRequest.Content.Target] = [.init(kind: .deletes, text: "/srv/app/x")],
    reversibility: Effects.Reversibility = .irreversible
  ) -> ApprovalRequest {
    ApprovalRequest(
      principal: Principal(tenant: "default", id: agent, verified: true, via: "gateway"),
      session: session, phase: .request, tool: .native("fs.delete"),
      binding: ActionBinding(text: binding), bindingInAnySession: ActionBinding(text: "any"),
      policy: policy,
      requirement: ApprovalRequirement(
        demands: demands, within: within, isBoundToPolicy: samePolicy),
      decision: "dec_1",
      content: ApprovalRequest.Content(
        summary: "would delete /srv/app/x, cannot be undone", reason: "rule `a`",
        arguments: Array(arguments.utf8), context: nil, effects: Array("[]".utf8),
        targets: targets, reversibility: reversibility))
  }
}
