import ActionModel
import Documents
import JSON
import Testing

@testable import EffectAnalysis

/// Nothing that a call says passes for harmless because it is said in a way that its description did not expect.
@Suite struct DescribedToolTests {
  private let analyzer: EffectAnalyzer

  init() throws {
    let text = """
      version: 1
      tools:
        - tool: mail.send
          args: { to: recipient, note: { is: text, optional: true, does: [sends] } }
        - tool: files.move
          args: { from: { is: path, does: [reads, deletes] } }
        - tool: page.store
          args: { url: { is: url, does: [connects, writes] } }
      """
    let source = DocumentSource(name: "tools.yaml", bytes: Array(text.utf8))
    analyzer = try EffectAnalyzer(tools: ToolCatalogue(adding: [source]))
  }

  private func effects(
    _ tool: String, _ arguments: String, files: (any FileSystemView)? = nil
  ) throws -> Effects {
    let document = try JSONDocument.parse(
      Array(#"{"tool": "\#(tool)", "args": \#(arguments)}"#.utf8))
    return analyzer.analyze(
      try Action(native: document, caller: .anonymous),
      in: Scene(directory: "/srv", home: "/home/ann", files: files))
  }

  @Test(arguments: [
    ("fs.read", "{}"), ("fs.read", #"{"path": []}"#), ("fs.read", #"{"path": 5}"#),
    ("fs.read", #"{"path": null}"#), ("fs.read", #"{"path": {"path": "/a"}}"#),
    ("fs.read", #"{"path": "/a", "file": "/b"}"#), ("fs.read", #"{"path": "/a", "paths": []}"#),
    ("shell.exec", #"{"command": "ls", "cwd": "/etc"}"#),
    ("shell.exec", #"{"command": "ls", "args": ["-l"]}"#),
    ("shell.exec", #"{"command": "ls", "env": {"LD_PRELOAD": "/tmp/x"}}"#),
    ("shell.exec", #"{"command": []}"#), ("shell.exec", #"{"command": [["rm"]]}"#),
    ("sql.query", #"{"sql": "SELECT 1", "dialect": 5}"#),
    ("sql.query", #"{"sql": "SELECT 1", "dialect": "oracle"}"#),
    ("mail.send", #"{"to": "ann", "cc": "eve"}"#), ("mail.send", #"{"to": {"name": "eve"}}"#),
  ])
  func `what a description does not expect is a gap`(tool: String, arguments: String) throws {
    let effects = try effects(tool, arguments)
    #expect(!effects.gaps.isEmpty)
    #expect(effects.all.contains { $0.kind == .unknown && $0.target == .unknown })
  }

  @Test(arguments: [
    ("fs.write", #"{"path": "/a", "content": "b", "mode": 420}"#),
    ("http.fetch", #"{"url": "https://a.example", "headers": {"Host": "b"}, "timeout": 5}"#),
    ("shell.exec", #"{"command": "ls", "timeout": 5, "args": []}"#),
    ("sql.query", #"{"sql": "SELECT 1", "dialect": "sqlite", "params": {"email": "a"}}"#),
  ])
  func `what does no harm is no gap`(tool: String, arguments: String) throws {
    #expect(try effects(tool, arguments).gaps.isEmpty)
  }

  @Test func `each of many paths is looked at, or said to be too many`() throws {
    let paths = (0..<2_000).map { #""/srv/\#($0 % 100)""# }.joined(separator: ",")
    let effects = try effects("fs.read", #"{"path": [\#(paths), "/etc/shadow"]}"#)
    #expect(effects.gaps.map(\.why) == [ArgumentPlaces.tooMany])
  }

  @Test(arguments: [
    #""method": ["POST"]"#, #""method": 5"#, #""headers": ["X-HTTP-Method-Override: DELETE"]"#,
  ])
  func `a request that is said otherwise than in text may send`(rest: String) throws {
    let effects = try effects("http.fetch", #"{"url": "https://a.example", \#(rest)}"#)
    #expect(effects.all.contains { $0.kind == .sends })
  }

  @Test func `what a description says that text or a URL does is not forgotten`() throws {
    let note = try effects("mail.send", #"{"to": "ann", "note": "hello"}"#)
    #expect(note.all.contains { $0.kind == .sends && $0.target == .unknown })
    let page = try effects("page.store", #"{"url": "https://a.example"}"#)
    #expect(Set(page.all.map(\.kind)) == [.connects, .writes])
  }

  @Test func `moving a link reads what is behind it, and deletes the link`() throws {
    struct Links: FileSystemView {
      func entry(at path: String) -> FileSystemEntry {
        path == "/srv/link" ? .link("/etc/shadow") : path == "/srv" ? .directory : .file
      }
    }
    let effects = try effects("files.move", #"{"from": "link"}"#, files: Links())
    #expect(effects.all.contains { $0.kind == .reads && $0.target == .exact("/etc/shadow") })
    #expect(effects.all.contains { $0.kind == .deletes && $0.target == .exact("/srv/link") })
  }
}
