import ActionModel
import Testing

@Suite struct NameWordsTests {
  @Test(arguments: [
    ("sendEmail", ["send", "email"]), ("send_email", ["send", "email"]),
    ("send-email.now", ["send", "email", "now"]), ("HTTPGet", ["http", "get"]),
    ("getURL", ["get", "url"]), ("userIDs", ["user", "ids"]), ("listIDsOf", ["list", "ids", "of"]),
    ("path2", ["path"]), ("s3get", ["s", "get"]), ("__a__", ["a"]),
    ("Überweisung", ["überweisung"]),
    ("", []), ("42", []),
  ])
  func `a name ends its words at humps and at whatever is no letter`(
    _ name: String, _ words: [String]
  ) {
    #expect(NameWords.of(name) == words)
  }

  @Test func `only the beginning of a long name is read`() {
    #expect(NameWords.of(String(repeating: "a_", count: 10_000)).count == 128)
  }
}
