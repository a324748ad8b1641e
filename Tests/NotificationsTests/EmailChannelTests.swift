import EventLoop
import Foundation
import Notifications
import TLS
import TestKit
import Testing

/// A mail server of the tests' own, and a loop to reach it from.
private final class MailServer: Sendable {
  /// One message that it took.
  struct Taken: Decodable, Sendable {
    let from: String
    let to: [String]
    let subject: String
    let fields: [String: String]
    let text: String
    let defects: [String]
    let encrypted: Bool
    let user: String?
    let longest: Int
  }

  let authority: TestAuthority
  private let encryption: EmailChannel.Encryption
  private let group: EventLoopGroup
  private let program: Program
  private let port: UInt16

  init(
    _ encryption: EmailChannel.Encryption, names: String = "DNS:localhost", _ options: String...
  ) async throws {
    self.encryption = encryption
    authority = try await TestAuthority()
    try await authority.issue("mail", subject: "/CN=localhost", names: names)
    program = try Program(
      starting: "/usr/bin/env",
      [
        "python3", "-u", "Tests/Fixtures/Notifications/mail.py", encryption.rawValue,
        authority.path("mail.pem"), authority.path("mail.key"),
      ] + options, directory: Corpora.repository)
    guard let port = await program.printedPort() else {
      throw Service.Failure(description: await program.result().errors)
    }
    self.port = port
    group = try EventLoopGroup(count: 1)
  }

  func channel(
    to: [String] = ["oncall@example.org"], user: String? = nil, password: String = "s3cret"
  ) throws -> EmailChannel {
    let settings = EmailChannel.Settings(
      host: "localhost", port: port, encryption: encryption, user: user,
      password: user.map { _ in secret(password) },
      from: try #require(EmailAddress("gate@example.org")),
      to: try to.map { try #require(EmailAddress($0)) })
    return EmailChannel(
      name: "mail", settings, on: group.loops[0], resolver: Resolver(on: group.loops[0]),
      tls: try TLSClientContext(
        TLSClientConfiguration(authorities: .file(authority.certificate))),
      mayConnect: ChannelAddresses.mayConnect, now: { 1_795_281_600_000_000_000 })
  }

  func end() async throws -> [Taken] {
    await group.shutdown()
    program.send(SIGTERM)
    let lines = await program.result().output.split(separator: "\n").dropFirst()
    return try lines.map { try JSONDecoder().decode(Taken.self, from: Data($0.utf8)) }
  }
}

struct EmailChannelTests {
  @Test(arguments: EmailChannel.Encryption.allCases)
  func `a message arrives as it was meant, over each kind of connection`(
    encryption: EmailChannel.Encryption
  ) async throws {
    let server = try await MailServer(encryption)
    let channel = try server.channel(
      to: ["oncall@example.org", "anna@example.org"], user: encryption == .startTLS ? "bot" : nil)
    try await channel.send(
      letter(notice(arguments: ".\nRCPT TO:<x@y>\nümlaut 漢\u{202E}", summary: "Lösche\r\nBcc: x@y"))
    )
    let taken = try #require(try await server.end().first)
    #expect(taken.from == "gate@example.org")
    #expect(taken.to == ["oncall@example.org", "anna@example.org"])
    #expect(taken.subject == "Approval needed: Lösche\\u{d}\\u{a}Bcc: x@y")
    #expect(taken.fields["bcc"] == nil)
    #expect(taken.fields["auto-submitted"] == "auto-generated")
    #expect(taken.text.contains("\n.\nRCPT TO:<x@y>\nümlaut 漢\\u{202e}\n"))
    #expect(taken.text.contains("Decide: https://gate.example/approvals/apr_1"))
    #expect(taken.defects.isEmpty)
    #expect(taken.encrypted == (encryption != .none))
    #expect(taken.user == (encryption == .startTLS ? "bot" : nil))
    #expect(taken.longest <= 78)
  }

  @Test func `AUTH LOGIN is spoken too, and a wrong password is refused`() async throws {
    let server = try await MailServer(.startTLS, "login")
    try await server.channel(user: "bot").send(letter(notice()))
    let failure = await failure(
      of: try server.channel(user: "bot", password: "wrong"), letter(notice()))
    #expect(failure?.isTemporary == false)
    #expect(failure?.description.contains("the user and password: 535") == true)
    #expect(failure?.description.contains("wrong") == false)
    #expect(try await server.end().map(\.user) == ["bot"])
  }

  @Test func `a mail server that is not who it should be is told nothing`() async throws {
    for encryption in [EmailChannel.Encryption.implicit, .startTLS] {
      let server = try await MailServer(encryption, names: "DNS:other.example")
      let failure = await failure(of: try server.channel(user: "bot"), letter(notice()))
      #expect(failure?.description.contains("hostname mismatch") == true)
      #expect(try await server.end().isEmpty)
    }
  }

  @Test func `an unknown recipient is left out, and a busy server is asked again`() async throws {
    let server = try await MailServer(.none, "refuse")
    let both = try server.channel(to: ["nobody@example.org", "anna@example.org"])
    try await both.send(letter(notice()))
    let none = await failure(
      of: try server.channel(to: ["nobody@example.org"]), letter(notice()))
    #expect(
      none?.description == "the mail server refused every recipient: 550 5.1.1 no such user")
    #expect(try await server.end().map(\.to) == [["anna@example.org"]])
    let busy = try await MailServer(.none, "busy")
    #expect(await failure(of: try busy.channel(), letter(notice()))?.isTemporary == true)
    _ = try await busy.end()
  }
}
