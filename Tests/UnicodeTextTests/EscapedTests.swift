import Testing
import UnicodeText

struct EscapedTests {
  @Test func `JSON is shown as the same value, with nothing in it that moves or hides`() {
    let json = "{\"é漢\":\"a\u{9B}31m\u{202E}b\u{200B}\u{2028}\u{FEFF}\u{E0041}\\u001b\"}"
    #expect(
      Escaped.json(json)
        == #"{"é漢":"a\u009b31m\u202eb\u200b\u2028\ufeff\udb40\udc41\u001b"}"#)
    #expect(Escaped.json("{}") == "{}")
  }
}
