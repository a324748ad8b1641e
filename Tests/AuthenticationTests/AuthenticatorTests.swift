import ActionModel
import Crypto
import Matching
import Testing

@testable import Authentication

@Suite struct AuthenticatorTests {
  private static let token = "gatehouse_0123"
  private static let fingerprint = SHA256.hash([1, 2, 3])

  private static func authenticator(anonymous: Bool = false) throws -> Authenticator {
    Authenticator(
      credentials: [
        Credential(
          id: "runner", proof: .bearerToken(SHA256.hash(Array(token.utf8))), tenant: "acme",
          mayClaim: [try Glob("bot-*")]),
        Credential(
          id: "by-certificate", proof: .certificateFingerprint(fingerprint), tenant: nil,
          mayClaim: []),
        Credential(id: "by-name", proof: .certificateName("agent.test"), tenant: nil, mayClaim: []),
        Credential(id: "local", proof: .unixUser(1000), tenant: nil, mayClaim: []),
      ], allowsAnonymous: anonymous)
  }

  @Test(arguments: ["Bearer gatehouse_0123", "bearer gatehouse_0123", "BEARER  gatehouse_0123"])
  func `a known token names its credential`(authorization: String) throws {
    let caller = try Self.authenticator().caller(
      presenting: Presented(authorization: authorization))
    #expect(caller.id == "runner")
    #expect(caller.proof == .bearerToken)
    #expect(caller.tenant == "acme")
  }

  @Test(arguments: [
    ("Bearer gatehouse_0124", AuthenticationFailure.unknownToken),
    ("Bearer ", .malformed), ("Bearer", .malformed), ("Basic Zm9vOmJhcg==", .malformed),
    ("Bearer a b", .malformed), ("gatehouse_0123", .malformed), ("", .malformed),
  ])
  func `a wrong token is refused even where anonymous callers are let in`(
    authorization: String, failure: AuthenticationFailure
  ) throws {
    let authenticator = try Self.authenticator(anonymous: true)
    #expect(throws: failure) {
      try authenticator.caller(presenting: Presented(authorization: authorization))
    }
  }

  @Test func `a wrong token is not made good by a known certificate`() throws {
    let authenticator = try Self.authenticator()
    #expect(throws: AuthenticationFailure.unknownToken) {
      try authenticator.caller(
        presenting: Presented(authorization: "Bearer x", certificateFingerprint: Self.fingerprint))
    }
  }

  @Test func `certificates count by fingerprint, then by name`() throws {
    let authenticator = try Self.authenticator()
    let both = Presented(
      certificateFingerprint: Self.fingerprint, certificateNames: ["agent.test"])
    #expect(try authenticator.caller(presenting: both).id == "by-certificate")
    let other = Presented(
      certificateFingerprint: SHA256.hash([9]), certificateNames: ["x.test", "agent.test"])
    #expect(try authenticator.caller(presenting: other).id == "by-name")
  }

  @Test func `a name without a verified certificate proves nothing`() throws {
    let authenticator = try Self.authenticator()
    #expect(throws: AuthenticationFailure.missing) {
      try authenticator.caller(presenting: Presented(certificateNames: ["agent.test"]))
    }
  }

  @Test func `a Unix peer is known by its user`() throws {
    #expect(try Self.authenticator().caller(presenting: Presented(unixUser: 1000)).id == "local")
    #expect(throws: AuthenticationFailure.missing) {
      try Self.authenticator().caller(presenting: Presented(unixUser: 0))
    }
  }

  @Test func `whoever shows nothing is anonymous only where that is allowed`() throws {
    #expect(try Self.authenticator(anonymous: true).caller(presenting: Presented()).proof == .none)
    #expect(throws: AuthenticationFailure.missing) {
      try Self.authenticator().caller(presenting: Presented())
    }
  }

  @Test func `a made token is recognised by its hash and never repeats`() {
    let (token, hash) = BearerToken.make()
    #expect(token.hasPrefix("gatehouse_"))
    #expect(token.utf8.count == 74)
    #expect(SHA256.hash(Array(token.utf8)) == hash)
    #expect(BearerToken.make().token != token)
  }
}
