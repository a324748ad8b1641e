import ActionModel
import Testing

@testable import EffectAnalysis

@Suite struct WebRequestTests {
  private let scene = Scene(directory: "/p", home: "/home/ann")

  private func effects(_ request: WebAnalyzer.Request) -> Effects {
    WebAnalyzer.effects(request, scene: scene)
  }

  @Test(arguments: ["GET", "get", "HEAD", "OPTIONS"])
  func `a request that hands nothing over connects`(method: String) {
    let effects = effects(.init(url: "https://example.com/?q=1", method: method))
    #expect(effects.all.map(\.kind) == [.connects])
    #expect(effects.all[0].target.description == "example.com:443")
    #expect(effects.all[0].evidence == Evidence(argument: "/url", bytes: 0..<24))
    #expect(effects.reversibility == .reversible)
  }

  @Test func `a request that hands something over sends`() {
    for method in ["POST", "PUT", "PATCH", "MKCOL"] {
      let effects = effects(.init(url: "https://example.com/", method: method))
      #expect(effects.all.map(\.kind) == [.connects, .sends])
      #expect(effects.reversibility == .unknown)
    }
    #expect(
      effects(.init(url: "http://a.example.com", method: "DELETE")).reversibility == .irreversible)
    #expect(effects(.init(url: "http://a.example.com", hasBody: true)).all.count == 2)
    let overridden = effects(
      .init(url: "http://a.example.com", headerNames: ["X-HTTP-Method-Override"]))
    #expect(overridden.all.count == 2)
  }

  @Test func `a file URL reads a file, and what names no place is nothing`() {
    let file = effects(.init(url: "file:///etc/%70asswd"))
    #expect(file.all.map(\.kind) == [.reads])
    #expect(file.all.map(\.target) == [.exact("/etc/passwd")])
    #expect(effects(.init(url: "data:text/plain,x")).all.isEmpty)
    #expect(effects(.init(url: "about:blank")).all.isEmpty)
  }

  @Test(arguments: [
    "javascript:alert(1)", "http://exa mple.com", "file://server/x", "http://", "",
    "http://[::1", "vbscript:x", "java%0d%0ascript%0d%0a:alert(0)",
  ])
  func `a URL that cannot be understood is a gap`(url: String) {
    let effects = effects(.init(url: url))
    #expect(effects.gaps.count == 1)
    #expect(effects.all.contains { $0.kind == .unknown && $0.target == .unknown })
  }

  @Test func `a URL that only careless programs read leads where they go, and anywhere`() {
    let effects = effects(.init(url: #"http://a.example.com:80:\@@127.2.2.2:80/"#))
    #expect(effects.all.map(\.target.description) == ["127.2.2.2:80", "unknown"])
    #expect(effects.all.map(\.kind) == [.connects, .unknown])
  }

  @Test func `a host in borrowed letters is pointed out`() {
    let effects = effects(.init(url: "https://аpple.com/"))
    #expect(effects.all.map(\.kind) == [.connects, .sends, .unknown])
    #expect(effects.gaps.map(\.why) == ["`xn--pple-43d.com` is made to look like `apple.com`"])
  }

  @Test func `a scheme whose protocol is not known keeps its host and is a gap`() {
    let effects = effects(.init(url: "gopher://127.0.0.1:6379/_SAVE"))
    #expect(effects.all.map(\.kind) == [.connects, .sends, .unknown])
    #expect(effects.all.allSatisfy { $0.target.description == "127.0.0.1:6379" })
    #expect(effects.gaps.count == 1)
  }
}
