import Testing

@testable import Matching

@Suite struct RegularExpressionTests {
  @Test func `matches anywhere unless anchored`() throws {
    #expect(try RegularExpression("b+").matches("abbc"))
    #expect(try !RegularExpression("^b").matches("abbc"))
    #expect(try RegularExpression("").matches(""))
  }
}
