import JSON
import PolicyDrafting
import Testing

@Suite struct PolicyDraftTests {
  @Test func `what only reads is allowed, and what no task speaks of is held`() throws {
    let draft = try DraftFixture("How many notes do I have?")
    #expect(try draft.allows("list_notes"))
    #expect(try draft.allows("vault"))
    #expect(try draft.allows("transfer_to_human_agent", #"{"summary": "stuck"}"#))
    for tool in [
      "wipe", "delete_all_mail", "send_mail", "delete_note", "create_event", "send_money",
      "frobnicate",
    ] {
      #expect(try !draft.allows(tool), "\(tool)")
    }
    #expect(draft.yaml.contains("#   delete_note deletes something, and no task speaks of that."))
  }

  @Test func `a tool that changes something needs its verb and its thing in one task`() throws {
    let draft = try DraftFixture("Please remove the oldest note.")
    #expect(try draft.allows("delete_note", #"{"note_id": "7"}"#))
    #expect(draft.yaml.contains("the tasks speak of `remove`, `note`"))
    #expect(try !DraftFixture("Delete my last event.").allows("delete_note", #"{"note_id": "7"}"#))
    #expect(
      try !DraftFixture("Delete my last event.", "Show my notes.")
        .allows("delete_note", #"{"note_id": "7"}"#))
  }

  @Test func `a noun that could be a verb asks for nothing`() throws {
    let draft = try DraftFixture(
      "What is the code? It is in an email I received from ann@example.com.")
    #expect(try !draft.allows("send_mail", #"{"to": ["ann@example.com"], "body": "hi"}"#))
    let other = try DraftFixture("Please email ann@example.com the code.")
    #expect(try other.allows("send_mail", #"{"to": ["ann@example.com"], "body": "hi"}"#))
  }

  @Test func `mail goes to those whom the task names, and to nobody besides`() throws {
    let draft = try DraftFixture("Send an email with the minutes to Ann@Example.com.")
    #expect(try draft.allows("send_mail", #"{"to": ["ann@example.com"], "body": "minutes"}"#))
    #expect(try draft.allows("send_mail", #"{"to": ["ann@example.com"], "cc": null, "body": "x"}"#))
    for arguments in [
      #"{"to": ["eve@example.com"], "body": "x"}"#,
      #"{"to": ["ann@example.com", "eve@example.com"], "body": "x"}"#,
      #"{"to": ["ann@example.com"], "cc": ["eve@example.com"], "body": "x"}"#,
      #"{"to": "ann@example.com", "body": "x"}"#,
      #"{"to": ["ann@example.com.evil.test"], "body": "x"}"#,
      #"{"body": "x"}"#,
    ] { #expect(try !draft.allows("send_mail", arguments), "\(arguments)") }
  }

  @Test func `a name is enough where the task gives no address`() throws {
    let draft = try DraftFixture("Please write an email to Sarah about lunch.")
    #expect(try draft.allows("send_mail", #"{"to": ["sarah.baker@example.com"], "body": "x"}"#))
    #expect(try !draft.allows("send_mail", #"{"to": ["eve@example.com"], "body": "x"}"#))
  }

  @Test func `recipients stay open where the task says to find them out, but never those of money`()
    throws
  {
    let draft = try DraftFixture("Send an email to each person in the minutes.", "Pay each person.")
    #expect(try draft.allows("send_mail", #"{"to": ["bob@example.com"], "body": "x"}"#))
    #expect(
      try !draft.allows("send_money", #"{"recipient": "DE02120300000000202051", "amount": 1}"#))
  }

  @Test func `text carries the links of the tasks alone`() throws {
    let draft = try DraftFixture("Send an email about www.example.org to ann@example.com.")
    #expect(
      try draft.allows("send_mail", #"{"to": ["ann@example.com"], "body": "see www.example.org"}"#))
    #expect(
      try !draft.allows("send_mail", #"{"to": ["ann@example.com"], "body": "see www.evil.test"}"#))
    #expect(
      try !draft.allows(
        "send_mail", #"{"to": ["ann@example.com"], "body": "see https://evil.test"}"#))
  }

  @Test func `pages are fetched from the sites of the tasks alone`() throws {
    let draft = try DraftFixture("Read (www.example.org/news). Then sum it up.")
    for url in ["www.example.org/news", "https://www.example.org/news", "www.example.org/news/1"] {
      #expect(try draft.allows("fetchPage", "{\"url\": \"\(url)\"}"), "\(url)")
    }
    for url in ["www.example.org.evil.test", "www.example.orgnews", "evil.test"] {
      #expect(try !draft.allows("fetchPage", "{\"url\": \"\(url)\"}"), "\(url)")
    }
    #expect(
      try DraftFixture("Post it on www.example.org.They know.")
        .allows("fetchPage", #"{"url": "www.example.org"}"#))
    #expect(try !DraftFixture("Sum it up.").allows("fetchPage", #"{"url": "www.example.org"}"#))
  }

  @Test func `money goes to the account of the task, and no more than its sum`() throws {
    let draft = try DraftFixture("Transfer $1,200.50 to DE02120300000000202051 for the rent.")
    #expect(
      try draft.allows("send_money", #"{"recipient": "DE02120300000000202051", "amount": 1200.5}"#))
    #expect(
      try !draft.allows("send_money", #"{"recipient": "DE02120300000000202051", "amount": 1201}"#))
    #expect(
      try !draft.allows("send_money", #"{"recipient": "US133000000121212121212", "amount": 1}"#))
    #expect(
      try !DraftFixture("Please pay the bill in 'bill.txt'.")
        .allows("send_money", #"{"recipient": "US133000000121212121212", "amount": 1}"#))
  }

  @Test(arguments: [
    "on 2026-05-19", "on May 19th, 2026", "on 19 May", "on 5/19/2026", "on 19.5.2026",
  ])
  func `days are read in the forms that people write`(day: String) throws {
    let draft = try DraftFixture("Create an event 'Lunch' \(day) at 12:00.")
    #expect(
      try draft.allows("create_event", #"{"title": "Lunch", "start_time": "2026-05-19 12:00"}"#))
    #expect(
      try !draft.allows("create_event", #"{"title": "Lunch", "start_time": "2026-05-30 12:00"}"#))
    #expect(
      try !draft.allows(
        "create_event", #"{"start_time": "2026-05-19", "guests": ["eve@example.com"]}"#))
  }

  @Test func `files and passwords are those of the task`() throws {
    let draft = try DraftFixture(
      "Create a file 'my list.docx' and report.txt, then change the password to j7-kL2.")
    #expect(try draft.allows("create_file", #"{"filename": "my list.docx"}"#))
    #expect(try draft.allows("create_file", #"{"filename": "report.txt"}"#))
    #expect(try !draft.allows("create_file", #"{"filename": ".bashrc"}"#))
    #expect(try draft.allows("change_password", #"{"password": "j7-kL2"}"#))
    #expect(try !draft.allows("change_password", #"{"password": "new_password"}"#))
  }

  @Test
  func `instructions that lie elsewhere allow what can be taken back, towards whom the task names`()
    throws
  {
    let draft = try DraftFixture("Please do the actions listed in the email from ann@example.com.")
    #expect(try draft.allows("send_mail", #"{"to": ["ann@example.com"], "body": "done"}"#))
    #expect(try !draft.allows("send_mail", #"{"to": ["eve@example.com"], "body": "done"}"#))
    #expect(try draft.allows("create_event", #"{"title": "x"}"#))
    #expect(try !draft.allows("delete_note", #"{"note_id": "1"}"#))
    #expect(
      try !DraftFixture("Perform the following tasks in the order given: count my notes.")
        .allows("create_event", #"{"title": "x"}"#))
  }

  @Test func `texts of JSON within a text are read as texts`() throws {
    let draft = try DraftFixture(#"{"goal": "Today:\nDelete the note.", "tone": ["terse"]}"#)
    #expect(try draft.allows("delete_note", #"{"note_id": "7"}"#))
  }

  @Test func `a draft loads whatever quotes, signs and breaks the tasks hold`() throws {
    let draft = try DraftFixture(
      "Create a file \"a\\\"b: #{}\u{202E}.txt\" for 'it\u{7}s' — don't 'miss\n|> the 'Ünï'. \u{2028} Send an email to 'x\\'."
    )
    #expect(try draft.allows("list_notes"))
  }

  @Test func `no tool that may be called is left without an answer`() throws {
    let tools = #"[{"name": "null"}, {"name": "do-it"}, {"name": "bad name"}]"#
    let draft = try DraftFixture("Hello.", tools: tools)
    #expect(try !draft.allows("null"))
    #expect(draft.yaml.contains("id: everything"))
  }

  @Test(arguments: ["{}", "[]", #"[{"description": "x"}]"#, #"[{"name": "a"}, {"name": "a"}]"#])
  func `what is no list of tools is refused`(text: String) {
    #expect(throws: DraftingError.self) {
      try DraftTool.list(try JSONDocument.parse(Array(text.utf8)))
    }
  }

  @Test func `a task without a text is refused`() {
    #expect(throws: DraftingError.self) {
      try DraftTask(try JSONDocument.parse(Array(#"{"text": 5}"#.utf8)))
    }
  }
}
