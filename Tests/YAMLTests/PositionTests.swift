import Testing
import YAML

/// Promises about positions: every node knows its line and column, and a scalar's characters theirs.
struct PositionTests {
  private let text = """
    # comment
    name: é ü
    list:
      - &x one
      - {deep: *x,
         é: two}
    """

  @Test func `nodes and keys stand where they were written`() throws {
    let root = try YAMLDocument.parse(Array(text.utf8))
    let members = try #require(root.members)
    #expect(root.position.description == "2:1")
    #expect(members.map(\.keyPosition.description) == ["2:1", "3:1"])
    #expect(members.map(\.value.position.description) == ["2:7", "4:3"])
    let list = try #require(root["list"]?.elements)
    #expect(list.map(\.position.description) == ["4:5", "5:5"])
    let deep = try #require(list[1].members)
    #expect(deep.map(\.keyPosition.description) == ["5:6", "6:6"])
    #expect(deep[1].value.position.description == "6:9")
  }

  @Test func `an alias keeps the position of what it stands for`() throws {
    let root = try YAMLDocument.parse(Array(text.utf8))
    #expect(root["list"]?.elements?[1]["deep"]?.position.description == "4:5")
  }

  @Test func `a stream without a document is nothing at its start`() throws {
    for text in ["", "\n", "# only a comment\n"] {
      let node = try YAMLDocument.parse(Array(text.utf8))
      #expect(node.isNull)
      #expect(node.position.description == "1:1")
    }
  }

  /// Documents whose scalar `v` holds one `^`, which must be found again from its place in the text.
  @Test(arguments: [
    "v: a && ^", "v: a\n  && ^b", "v: ^", "v: 'it''s ^'", "v: 'a\n\n  ^'",
    #"v: "a\tb\\ \" \x41\u00e9\x20 ^""#, "v: \"a \\\n  ^\"", "v: |\n  a\n   ^ b\n",
    "v: >-  # why\n\n  a\n  b\n\n  ^c\n", "v: !!str ^", "x: 1\nv: &a  !!str\n  'ü ^'", "{v: a ^}",
  ])
  func `a character of a scalar is found in the document`(document: String) throws {
    let bytes = Array(document.utf8)
    let node = try #require(try YAMLDocument.parse(bytes)["v"])
    let before = try #require(
      node.string?.split(separator: "^", omittingEmptySubsequences: false)[0])
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    let column = try #require(lines.last?.unicodeScalars.count) + 1
    let found = YAMLScalarLocator.position(
      ofLine: lines.count, column: column, in: node, of: bytes)
    let outer = document.split(separator: "^", omittingEmptySubsequences: false)[0]
      .split(separator: "\n", omittingEmptySubsequences: false)
    #expect(found.line == outer.count)
    #expect(found.column == (outer.last?.unicodeScalars.count ?? 0) + 1)
  }

  @Test func `the end of a scalar is the place after its last character`() throws {
    let bytes = Array("v: a &&  # comment".utf8)
    let node = try #require(try YAMLDocument.parse(bytes)["v"])
    let end = YAMLScalarLocator.position(ofLine: 1, column: 5, in: node, of: bytes)
    #expect(end.description == "1:8")
  }
}
