import ByteParsing
import Testing

@Suite struct StringBytesTests {
  @Test func `text is found where it stands first`() {
    let text = "a/b//c"
    let range = text.firstRange(ofBytes: "//")
    #expect(range.map { text[..<$0.lowerBound] } == "a/b")
    #expect(range.map { text[$0.upperBound...] } == "c")
    #expect("aab".firstRange(ofBytes: "ab") != nil)
    #expect("ab".firstRange(ofBytes: "abc") == nil)
    #expect("ab".firstRange(ofBytes: "") == nil)
  }

  @Test func `a combining mark hides nothing`() {
    #expect("a:/\u{301}b".contains(bytes: ":/"))
    #expect(!"a:/\u{301}b".contains("/" as Character))
    #expect("".contains(bytes: ""))
  }

  @Test func `every place is replaced, and what was put in is left alone`() {
    #expect("'a'b'".replacing(bytes: "'", with: "''") == "''a''b''")
    #expect("@@x@@".replacing(bytes: "@@", with: "") == "x")
    #expect("x".replacing(bytes: "", with: "y") == "x")
  }
}
