import Testing

@testable import Matching

@Suite struct PathNameTests {
  @Test func `smoke`() throws {
    for (a, b) in [
      ("/a/../..", "/"), ("a/..", "."), ("a/b/../..", "."), ("../a/../..", "../.."),
      ("a//b/./", "a/b"), ("//a", "/a"), (".", "."), ("..", ".."), ("./..", ".."), ("/..", "/"),
      ("/a/b/../c", "/a/c"), ("/a/", "/a"), ("a/../../b", "../b"),
    ] {
      #expect(try PathName(a).text == b)
    }
  }
}
