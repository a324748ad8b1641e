import JSON
import Testing

@Suite struct PointerTests {
  @Test(arguments: [
    ("", []), ("/foo", ["foo"]), ("/foo/0", ["foo", "0"]), ("/", [""]), ("/a~1b", ["a/b"]),
    ("/m~0n", ["m~n"]), ("/~01", ["~1"]), ("/a//b", ["a", "", "b"]), ("/~0\u{301}", ["~\u{301}"]),
  ])
  func `what a pointer names is read and written the same`(_ pointer: String, _ names: [String]) {
    #expect(JSONPointer.tokens(pointer) == names)
    #expect(names.reduce("") { JSONPointer.appending($1, to: $0) } == pointer)
  }

  @Test(arguments: ["foo", "foo/bar", "/~", "/~2", "/a~/b", "~0"])
  func `text that is no pointer names nothing`(_ text: String) {
    #expect(!JSONPointer.isWellFormed(text))
    #expect(JSONPointer.tokens(text) == nil)
  }

  @Test func `a token leads to a member by name and to an element by its position alone`() throws {
    let value = try parse(#"{"": 1, "01": 2, "list": [10, 11]}"#)
    let list = try #require(JSONPointer.step("list", in: value))
    #expect(JSONPointer.step("", in: value)?.numberText == "1")
    #expect(JSONPointer.step("01", in: value)?.numberText == "2")
    #expect(JSONPointer.step("1", in: list)?.numberText == "11")
    for token in ["2", "-1", "01", "+1", "", "-"] {
      #expect(JSONPointer.step(token, in: list) == nil)
    }
  }
}
