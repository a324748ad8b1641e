import Testing

@testable import Notifications

struct MessageTemplateTests {
  private let room = Message.Room(arguments: 1000)

  private func template(
    _ title: String? = nil, _ lines: [String]? = nil
  ) throws -> MessageTemplate {
    try MessageTemplate(title: title, lines: lines)
  }

  @Test func `a template says what stands at the head and in which lines`() throws {
    let template = try template(
      "{tool} wants {{you}}",
      [
        "Who: {agent} in {session}", "Why: {reason} [{rule}]", "Until {expires}", "For {tenant}",
        "Runbook: https://wiki.example/approvals",
      ])
    let message = Message(notice(), room, template)
    #expect(
      message.text == """
        shell.exec wants {you}: Delete the folder /srv/app

        Who: bot-7 in s-1
        Why: cannot be undone [irreversible-needs-a-human]
        Until 2026-11-21 17:20:00 UTC
        Runbook: https://wiki.example/approvals

        Arguments:
        {"path":"/srv/app"}

        Decide: https://gate.example/approvals/apr_1
        """)
    #expect(message.event == "Approval needed")
  }

  @Test func `what a template leaves out cannot be approved from there`() throws {
    let all = ["{tool} {agent} {session} {rule} {reason} {phase} {verified} {via} {tenant}"]
    #expect(Message(notice(), room, try template(nil, all)).isWhole)
    #expect(!Message(notice(), room, try template(nil, ["{tool} {agent}"])).isWhole)
    // The head is cut where the lines are not, and does not count.
    #expect(!Message(notice(), room, try template("{tool}", ["{agent}"])).isWhole)
    // When it is too late belongs to the message, not to what is approved.
    #expect(Message(notice(), room, try template("Look!", nil)).isWhole)
    var unverified = notice()
    unverified.standing.isVerified = false
    let usual = ["{tool} {agent} {session} {rule} {reason}"]
    #expect(Message(notice(), room, try template(nil, usual)).isWhole)
    #expect(!Message(unverified, room, try template(nil, usual)).isWhole)
  }

  @Test func `what an agent wrote stays escaped and cut in a template`() async throws {
    let template = try template("<i>{tool}</i>", ["<{agent}>", "{session} – {tenant}"])
    var notice = notice()
    notice.tool = "<b>\u{202E}" + String(repeating: "x", count: 200)
    notice.agent = "<code>"
    let message = Message(notice, room, template)
    #expect(message.title.text.hasPrefix("<i><b>\\u{202e}xxx"))
    #expect(message.title.text.contains("more characters)"))
    #expect(!message.isWhole)
    let service = try await Service()
    try await TelegramChannel(
      name: "phone", api: try service.url("/"), token: secret("123:TOKEN"), chat: "-100",
      takesAnswers: true, template: template, client: service.client
    ).send(letter(notice))
    let request = try #require(try await service.end().first)
    let text = try #require(request.json["text"] as? String)
    #expect(text.hasPrefix("<b>&lt;i&gt;</b><code>&lt;b&gt;\\u{202e}xxx"))
    #expect(
      text.contains("\n&lt;<code>&lt;code&gt;</code>&gt;\n<code>s-1</code> – <code>–</code>\n"))
  }

  @Test func `the longest template leaves a message within what a service takes`() async throws {
    let lines = MessageTemplate.Field.allCases.map { "{\($0.rawValue)}" }
    let words = String(repeating: "w", count: 1000 - lines.joined().utf8.count)
    let template = try template(String(repeating: "t", count: 100), lines + [words])
    let long = String(repeating: "漢", count: 5000)
    var notice = notice(arguments: long, summary: long)
    (notice.tool, notice.agent, notice.session, notice.rule, notice.reason) = (
      long, long, long, long, long
    )
    (notice.standing.via, notice.standing.tenant, notice.standing.phase) = (long, long, "result")
    let service = try await Service()
    try await TelegramChannel(
      name: "phone", api: try service.url("/"), token: secret("123:TOKEN"), chat: "-100",
      takesAnswers: true, template: template, client: service.client
    ).send(letter(notice))
    try await NtfyChannel(
      name: "phone", server: try service.url("/"), topic: "approvals", token: nil,
      template: template, client: service.client
    ).send(letter(notice))
    let requests = try await service.end()
    #expect((requests.first?.json["text"] as? String ?? "").count <= 4096)
    #expect((requests.last?.json["message"] as? String ?? "").utf8.count <= 4096)
  }

  @Test(arguments: [
    ("{tools}", "`{tools}` stands for nothing: use `{tool}`"), ("{tool", "a `{` that stands"),
    ("tool}", "a `}` that stands"), ("a\nb", "one line each"),
    ("{tool} {tool}", "`{tool}` stands in the lines twice"),
    (String(repeating: "x", count: 1001), "at most 1000 bytes"),
  ])
  func `a line that is no template is refused with what to write`(line: String, reason: String) {
    let error = #expect(throws: MessageTemplateError.self) {
      try MessageTemplate(title: nil, lines: [line])
    }
    #expect(error?.description.contains(reason) == true)
  }

  @Test func `a title is short`() {
    #expect(throws: MessageTemplateError("a title has at most 100 bytes")) {
      try MessageTemplate(title: String(repeating: "x", count: 101), lines: nil)
    }
  }
}
