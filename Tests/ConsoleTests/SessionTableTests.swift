import Approvals
import Testing

@testable import Console

struct SessionTableTests {
  private static let hour: Int64 = 3_600 * 1_000_000_000

  private func member(_ id: String) -> Staff.Member {
    Staff.Member(approver: Approver(id: id, roles: []), isOperator: false, isEditor: false)
  }

  @Test func `a session is found by its secret, until it is ended`() {
    var table = SessionTable()
    let (secret, session) = table.begin(for: member("ann"), at: 0)
    #expect(table.use(secret, at: 1)?.member.approver.id == "ann")
    #expect(table.use("0" + secret.dropFirst(), at: 1)?.id != session.id || secret.first == "0")
    #expect(secret != session.csrfToken)
    table.end(session.id)
    #expect(table.use(secret, at: 1) == nil)
  }

  @Test func `a session ends twelve hours after its begin, and two after its last use`() {
    var table = SessionTable()
    let (idle, _) = table.begin(for: member("ann"), at: 0)
    #expect(table.use(idle, at: 2 * Self.hour) == nil)
    let (busy, _) = table.begin(for: member("ann"), at: 0)
    for hour in 1..<12 { #expect(table.use(busy, at: Int64(hour) * Self.hour) != nil) }
    #expect(table.use(busy, at: 12 * Self.hour) == nil)
  }

  @Test func `one member has eight sessions at most, and others are not touched`() {
    var table = SessionTable()
    let (other, _) = table.begin(for: member("bob"), at: 0)
    let secrets = (0..<9).map { table.begin(for: member("ann"), at: Int64($0) + 1).secret }
    #expect(table.use(secrets[0], at: 20) == nil)
    for secret in secrets.dropFirst() { #expect(table.use(secret, at: 20) != nil) }
    #expect(table.use(other, at: 20) != nil)
  }

  @Test func `only a session's own token proves where a request comes from`() {
    var table = SessionTable()
    let (secret, session) = table.begin(for: member("ann"), at: 0)
    #expect(session.isProved(by: session.csrfToken))
    #expect(!session.isProved(by: secret))
    #expect(!session.isProved(by: nil))
    #expect(!session.isProved(by: ""))
  }
}

struct SignInThrottleTests {
  private static let second: Int64 = 1_000_000_000

  @Test func `five wrong tokens make an address wait out its minute`() {
    var throttle = SignInThrottle()
    for _ in 0..<5 {
      #expect(throttle.wait(of: "a", at: 0) == nil)
      throttle.fail("a", at: 0)
    }
    #expect(throttle.wait(of: "a", at: 10 * Self.second) == 50 * Self.second)
    #expect(throttle.wait(of: "b", at: 10 * Self.second) == nil)
    #expect(throttle.wait(of: "a", at: 60 * Self.second) == nil)
  }

  @Test func `more addresses than can be told apart share one count`() {
    var throttle = SignInThrottle()
    for index in 0..<SignInThrottle.capacity { throttle.fail("\(index)", at: 0) }
    for index in 0..<5 { throttle.fail("new \(index)", at: 1) }
    #expect(throttle.wait(of: "newest", at: 2) != nil)
    #expect(throttle.wait(of: "0", at: 2) == nil)
  }
}
