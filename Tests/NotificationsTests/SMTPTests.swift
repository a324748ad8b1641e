import Foundation
import Testing

@testable import Notifications

private func message(
  _ text: String = "text", subject: String = "subject", to: [String] = ["b@d.example"]
)
  throws -> EmailMessage
{
  EmailMessage(
    from: try #require(EmailAddress("gate@c.example")),
    to: try to.map { try #require(EmailAddress($0)) }, subject: subject, text: text, id: "msg_1",
    date: 1_795_281_600_000_000_000)
}

/// Transcripts of one delivery: what the server says, and what is sent or wrong.
struct SMTPMachineTests {
  /// Feeds replies and gives what was done at each.
  private func transcript(
    _ machine: SMTPMachine, _ replies: [String]
  ) throws -> [String] {
    var machine = machine
    var reader = SMTPReplyReader()
    var done: [String] = []
    for reply in replies {
      reader.receive(Array((reply + "\r\n").utf8))
      let read = try #require(try reader.next())
      do throws(DeliveryFailure) {
        var action = try machine.on(read)
        if action == .encrypt {
          done.append("<encrypt>")
          action = machine.encrypted()
        }
        switch action {
        case .send(let bytes):
          let text = String(decoding: bytes, as: UTF8.self)
          done.append(
            text.hasPrefix("Date: ") ? "<message>" : text.trimmingCharacters(in: .newlines))
        case .finish: done.append("<finish>")
        case .encrypt: done.append("<encrypt again>")
        }
      } catch {
        done.append("\(error.isTemporary ? "later" : "never"): \(error)")
      }
    }
    return done
  }

  private let login = SMTPMachine.Login(user: "bot", password: secret("s3cret"))

  @Test func `a message goes through, in the order of the protocol`() throws {
    let machine = SMTPMachine(
      try message(to: ["b@d.example", "c@d.example"]), login: nil, startsTLS: false)
    #expect(
      try transcript(
        machine,
        [
          "220-mail\r\n220 ready", "250-mail\r\n250 SIZE 1", "250 ok", "250 ok", "251 ok", "354 go",
          "250 done",
        ]) == [
          "EHLO c.example", "MAIL FROM:<gate@c.example>", "RCPT TO:<b@d.example>",
          "RCPT TO:<c@d.example>", "DATA", "<message>", "<finish>",
        ])
  }

  @Test func `nothing is told before the connection is encrypted`() throws {
    let machine = SMTPMachine(try message(), login: login, startsTLS: true)
    #expect(
      try transcript(
        machine,
        [
          "220 ready", "250-mail\r\n250-AUTH LOGIN PLAIN\r\n250 STARTTLS", "220 go",
          "250-mail\r\n250 AUTH PLAIN", "235 ok",
        ]) == [
          "EHLO c.example", "STARTTLS", "<encrypt>", "EHLO c.example",
          "AUTH PLAIN AGJvdABzM2NyZXQ=", "MAIL FROM:<gate@c.example>",
        ])
  }

  @Test func `a server without encryption is not told anything`() throws {
    let machine = SMTPMachine(try message(), login: login, startsTLS: true)
    #expect(
      try transcript(machine, ["220 ready", "250-mail\r\n250 AUTH PLAIN"]).last
        == "never: the mail server does not offer STARTTLS; use its port for `tls: implicit`")
    #expect(
      try transcript(machine, ["220 ready", "250-mail\r\n250 STARTTLS", "454 not now"]).last
        == "later: the mail server refused to encrypt: 454 not now")
  }

  @Test func `LOGIN is used where PLAIN is not offered`() throws {
    let machine = SMTPMachine(try message(), login: login, startsTLS: false)
    #expect(
      try transcript(
        machine, ["220 ready", "250-mail\r\n250 auth login", "334 UGFzc3dvcmQ6", "235 ok"]
      )
      .dropFirst() == ["AUTH LOGIN Ym90", "czNjcmV0", "MAIL FROM:<gate@c.example>"])
    #expect(
      try transcript(machine, ["220 ready", "250-mail\r\n250 AUTH GSSAPI"]).last
        == "never: the mail server offers neither AUTH PLAIN nor AUTH LOGIN")
  }

  @Test func `a refusal is told with the step, and says whether it lasts`() throws {
    let machine = SMTPMachine(try message(), login: login, startsTLS: false)
    let hello = ["220 ready", "250-mail\r\n250 AUTH PLAIN"]
    #expect(
      try transcript(machine, ["554 no\u{1B}[2J"]).last
        == "never: the mail server refused the connection: 554 no\\u{1b}[2J")
    #expect(
      try transcript(machine, hello + ["535 wrong"]).last
        == "never: the mail server refused the user and password: 535 wrong")
    #expect(
      try transcript(machine, hello + ["235 ok", "451 busy"]).last
        == "later: the mail server refused the sender `gate@c.example`: 451 busy")
    #expect(
      try transcript(machine, hello + ["235 ok", "250 ok", "550 unknown"]).last
        == "never: the mail server refused every recipient: 550 unknown")
    #expect(
      try transcript(machine, hello + ["235 ok", "250 ok", "250 ok", "354 go", "452 full"]).last
        == "later: the mail server refused the message: 452 full")
  }

  @Test func `one recipient who is not known does not keep the others from being told`() throws {
    let machine = SMTPMachine(
      try message(to: ["x@d.example", "b@d.example"]), login: nil, startsTLS: false)
    #expect(
      try transcript(machine, ["220 ready", "250 mail", "250 ok", "550 unknown", "250 ok"]).last
        == "DATA")
  }

  @Test func `a line that begins with a dot does not end the message`() {
    let stuffed = SMTPMachine.dotStuffed(Array("a\r\n.\r\n..b\r\nc.\r\n".utf8))
    #expect(String(decoding: stuffed, as: UTF8.self) == "a\r\n..\r\n...b\r\nc.\r\n.\r\n")
  }

  @Test(arguments: ["", "2", "20 ok", "2x0 ok", "250ok", "999 ok", "250-a\r\n251 b", "100 ok"])
  func `what is no reply is refused`(line: String) {
    var reader = SMTPReplyReader()
    reader.receive(Array((line + "\r\n").utf8))
    #expect(throws: DeliveryFailure.self) { try reader.next() }
  }

  @Test func `replies are read however they arrive, and not without bound`() throws {
    var reader = SMTPReplyReader()
    let text = "250-one\r\n250 two\r\n220 three\r\n"
    var replies: [SMTPReply] = []
    for byte in text.utf8 {
      reader.receive([byte])
      while let reply = try reader.next() { replies.append(reply) }
    }
    #expect(
      replies == [
        SMTPReply(code: 250, lines: ["one", "two"]), SMTPReply(code: 220, lines: ["three"]),
      ])
    #expect(reader.isEmpty)
    reader.receive([UInt8](repeating: 120, count: 17_000))
    #expect(throws: DeliveryFailure.self) { try reader.next() }
  }
}

struct EmailMessageTests {
  @Test(arguments: [
    "a@b", "anna.o'neil+gate@mail.example.org", "x_1@xn--bcher-kva.example",
  ])
  func `an address is taken`(text: String) {
    #expect(EmailAddress(text)?.description == text)
  }

  @Test(arguments: [
    "", "a", "@b", "a@", "a@b@c", "a b@c", "a@b c", "a@b\r\nRCPT TO:<x@y>", "a@b>\r\n", "<a@b>",
    "a..b@c", ".a@c", "a@b..c", "\"a b\"@c", "ä@b", "a@[127.0.0.1]", "a\0@b", "a@b\n",
    String(repeating: "a", count: 65) + "@b", "Anna <a@b>",
  ])
  func `what could end a command or a field, or is no address, is refused`(text: String) {
    #expect(EmailAddress(text) == nil)
  }

  @Test func `a subject cannot begin another field`() throws {
    let message = try message(subject: "x\r\nBcc: evil@example.org\r\n\r\nbody")
    let text = String(decoding: message.bytes, as: UTF8.self)
    let fields = text.components(separatedBy: "\r\n\r\n")[0].components(separatedBy: "\r\n")
    let names = fields.filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
    #expect(
      names == [
        "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version",
        "Content-Type", "Content-Transfer-Encoding",
      ])
    #expect(fields[0] == "Date: Sat, 21 Nov 2026 17:20:00 +0000")
    #expect(fields[4] == "Message-ID: <msg_1@c.example>")
  }

  @Test func `no line is longer than a mail server takes`() throws {
    let long = String(repeating: "漢", count: 5000)
    let recipients = (0..<50).map { "person\($0)@d.example" }
    let message = try message(long, subject: long, to: recipients)
    let lines = String(decoding: message.bytes, as: UTF8.self).components(separatedBy: "\r\n")
    #expect(lines.allSatisfy { $0.utf8.count <= 78 })
    #expect(!message.bytes.contains { $0 > 0x7E })
  }
}
