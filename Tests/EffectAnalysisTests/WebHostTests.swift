import ActionModel
import Foundation
import TestKit
import Testing

@testable import EffectAnalysis

@Suite struct WebHostTests {
  private static func describe(_ target: TargetSet) -> String {
    if case .host(let host) = target { "\(host) \(host.class.rawValue)" } else { "\(target)" }
  }

  @Test func `each way to write a host comes to one target`() throws {
    let url = Corpora.repository.appending(path: "Tests/Fixtures/EffectAnalysis/paths/hosts.tsv")
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    where !line.hasPrefix("#") {
      let row = line.components(separatedBy: "\t")
      let scheme = row[1] == "-" ? nil : row[1]
      let target = WebAnalyzer.target(of: row[0], scheme: scheme, port: nil)
      #expect(Self.describe(target) == row[2], "\(row[0])")
    }
  }

  @Test func `a URL that programs read in two ways leads to both hosts`() {
    for text in [
      "http://good.com\\@10.0.0.1/", "http://good.com#@10.0.0.1/", "http://good.com?x@10.0.0.1",
    ] {
      let hosts = WebAnalyzer.hosts(of: text, scheme: nil, port: nil)
      #expect(hosts.map(\.description) == ["good.com:80", "10.0.0.1:80"], "\(text)")
      let effects = WebAnalyzer.effects(.init(url: text), scene: Scene())
      #expect(effects.all.map(\.target) == hosts.map(TargetSet.host))
    }
  }

  @Test func `an unknown part matters only where the host could be in it`() {
    func target(_ parts: [Word.Part], _ scheme: String?) -> String {
      Self.describe(
        WebAnalyzer.target(of: Word(parts: parts, bytes: 0..<1), scheme: scheme, port: nil))
    }
    #expect(
      target([.text("https://api.github.com/x/"), .anything], nil) == "api.github.com:443 public")
    #expect(target([.text("https://api.github.com"), .anything], nil) == "unknown")
    #expect(target([.text("https://api.github.com:"), .anything], nil) == "unknown")
    #expect(target([.text("https://"), .anything, .text("@10.0.0.1/")], nil) == "unknown")
    #expect(target([.anything], "http") == "unknown")
    #expect(target([.text("host:"), .anything], "rsync") == "host private")
    #expect(target([.text("example.com?q="), .segment("*")], "http") == "example.com:80 public")
  }
}
