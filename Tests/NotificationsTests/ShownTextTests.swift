import Testing

@testable import Notifications

struct ShownTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("ümlaut 漢字", "ümlaut 漢字"),
    ("a\u{202E}b", "a\\u{202e}b"), ("a\u{1B}[2Jb", "a\\u{1b}[2Jb"),
    ("a\nb\r\n", "a\\u{a}b\\u{d}\\u{a}"),
    ("zero\u{200B}width", "zero\\u{200b}width"), ("tag\u{E0041}", "tag\\u{e0041}"),
    ("filler\u{3164}", "filler\\u{3164}"), ("\u{2028}", "\\u{2028}"),
  ])
  func `what is invisible or moves what stands around it is an escape`(
    text: String, shown: String
  ) {
    #expect(ShownText(text, limit: 100).text == shown)
    #expect(ShownText(text, limit: 100).isWhole)
  }

  @Test func `line ends stay where lines are meant, and nothing else does`() {
    #expect(ShownText(lines: "a\n\tb\r\u{202E}", limit: 100).text == "a\n\\u{9}b\\u{d}\\u{202e}")
  }

  @Test func `what is cut off is counted`() {
    let text = ShownText("0123456789", limit: 4)
    #expect(text.text == "0123… (6 more characters)")
    #expect(!text.isWhole)
    #expect(ShownText("0123", limit: 4).isWhole)
    #expect(ShownText("ää", limit: 3).text == "ä… (1 more characters)")
    // An escape is shown whole or not at all.
    #expect(ShownText("ab\u{202E}cd", limit: 6).text == "ab… (3 more characters)")
    #expect(ShownText(lines: "a\nb", limit: 1).text == "a… (2 more characters)")
  }

  @Test func `a message says who stands behind the agent's name, and what it is about`() throws {
    var notice = notice()
    notice.standing.isVerified = false
    notice.standing.via = "gate\u{202E}way"
    notice.standing.tenant = "acme"
    notice.standing.phase = "result"
    let message = Message(notice, Message.Room(arguments: 1000))
    for line in ["Phase: result", "Verified: no", "Via: gate\\u{202e}way", "Tenant: acme"] {
      #expect(message.text.split(separator: "\n").contains(Substring(line)), "\(line)")
    }
    #expect(message.isWhole)
    notice.standing.via = String(repeating: "x", count: 200)
    #expect(!Message(notice, Message.Room(arguments: 1000)).isWhole)
    #expect(Notice(json: notice.json) == notice)
  }

  @Test func `a message says everything once, and whether it is all`() {
    let message = Message(notice(), Message.Room(arguments: 1000))
    #expect(
      message.text == """
        Approval needed: Delete the folder /srv/app

        Tool: shell.exec
        Agent: bot-7
        Session: s-1
        Rule: irreversible-needs-a-human
        Reason: cannot be undone
        Expires: 2026-11-21 17:20:00 UTC

        Arguments:
        {"path":"/srv/app"}

        Decide: https://gate.example/approvals/apr_1
        """)
    #expect(message.isWhole)
    #expect(!Message(notice(), Message.Room(arguments: 10)).isWhole)
    #expect(!Message(notice(), Message.Room(summary: 10, arguments: 1000)).isWhole)
    let resolved = Message(notice(.resolved), Message.Room(arguments: 1000)).text
    #expect(resolved.hasPrefix("Approval resolved: "))
    #expect(resolved.contains("Outcome: approved by anna"))
    #expect(!resolved.contains("Expires"))
  }
}
