import Matching
import Testing

@testable import ActionModel

@Suite struct PrincipalTests {
  private static func runner(tenant: String? = nil) throws -> Caller {
    Caller(id: "runner", proof: .bearerToken, tenant: tenant, mayClaim: [try Glob("bot-*")])
  }

  @Test func `a credential speaks for itself and is verified`() throws {
    let principal = try #require(
      Principal(caller: try Self.runner(), claiming: nil, tenant: nil))
    #expect(principal == Principal(tenant: "default", id: "runner", verified: true, via: nil))
  }

  @Test func `a credential speaks for the agents that it may claim, and is named`() throws {
    let principal = try #require(
      Principal(caller: try Self.runner(), claiming: "bot-7", tenant: nil))
    #expect(principal == Principal(tenant: "default", id: "bot-7", verified: true, via: "runner"))
  }

  @Test func `a credential speaks for nobody else`() throws {
    #expect(Principal(caller: try Self.runner(), claiming: "admin", tenant: nil) == nil)
  }

  @Test func `a credential stays in its tenant`() throws {
    let caller = try Self.runner(tenant: "acme")
    #expect(Principal(caller: caller, claiming: nil, tenant: "other") == nil)
    #expect(Principal(caller: caller, claiming: nil, tenant: nil)?.tenant == "acme")
    #expect(Principal(caller: caller, claiming: nil, tenant: "acme")?.tenant == "acme")
  }

  @Test func `an agent's own credential names no tenant, and so escapes no counter`() throws {
    let caller = Caller(id: "bot-7", proof: .bearerToken, tenant: nil, mayClaim: [])
    #expect(Principal(caller: caller, claiming: nil, tenant: "fresh") == nil)
    #expect(Principal(caller: caller, claiming: nil, tenant: "default")?.tenant == "default")
    #expect(Principal(caller: caller, claiming: "bot-7", tenant: nil)?.tenant == "default")
  }

  @Test func `a credential that speaks for many names a tenant where it has none`() throws {
    let principal = Principal(caller: try Self.runner(), claiming: "bot-7", tenant: "acme")
    #expect(principal?.tenant == "acme")
  }

  @Test func `whatever an anonymous caller says is a claim, even the name of a credential`() throws
  {
    let principal = try #require(
      Principal(caller: .anonymous, claiming: "runner", tenant: "acme"))
    #expect(principal == Principal(tenant: "acme", id: "runner", verified: false, via: nil))
  }
}
