import ActionModel
import Testing

@testable import EffectAnalysis

@Suite struct PathLinkTests {
  /// Files as a dictionary; whatever is not in it has not been seen.
  private struct Files: FileSystemView {
    let entries: [String: FileSystemEntry]

    func entry(at path: String) -> FileSystemEntry { entries[path] ?? .unseen }
  }

  private func resolver(_ entries: [String: FileSystemEntry]) -> PathResolver {
    PathResolver(home: nil, files: Files(entries: entries))
  }

  @Test func `a link leads where it points, before the parent behind it is taken`() {
    let resolver = resolver([
      "/p": .directory, "/p/link": .link("/etc/ssl"), "/etc": .directory, "/etc/ssl": .directory,
      "/etc/shadow": .file,
    ])
    let resolved = resolver.resolve(text: "link/../shadow", from: "/p")
    #expect(resolved == ResolvedPath(.exact("/etc/shadow"), isLexical: false))
  }

  @Test func `a link to a relative path starts from its own directory`() {
    let resolver = resolver([
      "/p": .directory, "/p/a": .directory, "/p/a/l": .link("../../etc"), "/etc": .directory,
      "/etc/passwd": .file,
    ])
    #expect(resolver.resolve(text: "/p/a/l/passwd", from: nil).target == .exact("/etc/passwd"))
  }

  @Test func `a link at the end is followed only where that is asked for`() {
    let resolver = resolver(["/l": .link("/etc"), "/etc": .directory])
    #expect(resolver.resolve(text: "/l", from: nil).target == .exact("/etc"))
    let itself = resolver.resolve(text: "/l", from: nil, followsLast: false)
    #expect(itself.target == .exact("/l"))
    #expect(
      resolver.resolve(text: "/l/x", from: nil, followsLast: false).target == .exact("/etc/x"))
  }

  @Test func `a link whose name looks encoded is followed by its own name and by the decoded one`()
  {
    let resolver = resolver([
      "/p": .directory, "/p/%65vil": .link("/etc"), "/p/evil": .missing, "/etc": .directory,
      "/etc/passwd": .file,
    ])
    let targets = resolver.resolve(argument: "%65vil/passwd", from: "/p").map(\.target)
    #expect(targets == [.exact("/etc/passwd"), .exact("/p/evil/passwd")])
  }

  @Test func `links in proc are those of the agent, not of whoever looks`() {
    let resolver = resolver([
      "/proc": .directory, "/proc/self": .link("4711"), "/proc/net": .link("self/net"),
    ])
    for path in ["/proc/self/environ", "/proc/net/tcp"] {
      #expect(resolver.resolve(text: path, from: nil).target == .exact(path))
    }
    #expect(resolver.resolve(text: "/proc/self/map_files/4-5", from: nil).target == .unknown)
  }

  @Test func `a merged directory is where its files are`() {
    let resolver = resolver(["/bin": .link("usr/bin"), "/usr": .directory, "/usr/bin": .directory])
    #expect(resolver.resolve(text: "/bin/ls", from: nil).target == .exact("/usr/bin/ls"))
  }

  @Test func `links in a circle end after forty`() {
    let resolver = resolver(["/a": .link("/b"), "/b": .link("a")])
    let resolved = resolver.resolve(text: "/a", from: nil)
    #expect(resolved.target == .unknown)
    #expect(resolved.gap == "the path goes through too many symbolic links")
  }

  @Test func `links that multiply end too`() {
    let long = String(repeating: "l/", count: 2000)
    let resolver = resolver(["/l": .link(long)])
    #expect(resolver.resolve(text: "/l", from: nil).gap != nil)
  }

  @Test func `what is missing holds no links, and what nobody saw is taken by its spelling`() {
    let resolver = resolver(["/p": .directory, "/p/new": .missing])
    let new = resolver.resolve(text: "/p/new/a/b", from: nil)
    #expect(new == ResolvedPath(.exact("/p/new/a/b"), isLexical: false))
    let unseen = resolver.resolve(text: "/q/a", from: nil)
    #expect(unseen == ResolvedPath(.exact("/q/a"), isLexical: true))
  }
}
