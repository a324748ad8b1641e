import Testing

@testable import ActionModel

@Suite struct ToolPatternTests {
  private static let native = ToolName.native("fs.read", server: "filesystem")
  private static let foreign = ToolName(
    channel: "mcp", server: "evil", name: "fs.read", canonical: nil)

  @Test(arguments: [
    ("fs.read", true), ("fs.*", true), ("*", true), ("*.read", true), ("f*r*d", true),
    ("fs.rea", false), ("fs", false), ("fs.*.x", false), ("FS.READ", false), ("fs.read*", true),
    ("native:filesystem/fs.read", true), ("*:*/*", true), ("native:*/fs.*", true),
    ("mcp:*/fs.read", false), ("native:/fs.read", false),
  ])
  func `a pattern matches the names that it describes`(pattern: String, expected: Bool) throws {
    #expect(try #require(ToolPattern(pattern)).matches(Self.native) == expected)
  }

  @Test func `a bare pattern never matches a name that a server chose for itself`() throws {
    #expect(try !#require(ToolPattern("fs.read")).matches(Self.foreign))
    #expect(try !#require(ToolPattern("*")).matches(Self.foreign))
    #expect(try #require(ToolPattern("mcp:*/fs.read")).matches(Self.foreign))
  }

  @Test(arguments: ["", "a b", "fs/read", "a:b", ":a/b", "a:b/", "fs.[rw]", "fs.read\n", "a:b/c/d"])
  func `text that is no pattern is refused`(text: String) {
    #expect(ToolPattern(text) == nil)
  }

  @Test func `many stars against a long name are decided without trying every split`() throws {
    let pattern = try #require(ToolPattern(String(repeating: "*a", count: 64) + "b"))
    let tool = ToolName.native(String(repeating: "a", count: 128))
    #expect(!pattern.matches(tool))
  }

  @Test(arguments: [
    ("fs.read", true), ("_x", true), ("Bash", true), ("", false), (".hidden", false), ("-x", false),
    ("a/b", false), ("a:b", false), ("a*", false), ("naïve", false), ("a b", false), ("a\0", false),
    (String(repeating: "a", count: 128), true), (String(repeating: "a", count: 129), false),
  ])
  func `a name cannot pose as a pattern or a full name`(name: String, expected: Bool) {
    #expect(ToolName.isValid(name) == expected)
  }
}
