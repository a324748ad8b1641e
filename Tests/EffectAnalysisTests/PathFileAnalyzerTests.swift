import ActionModel
import Testing

@testable import EffectAnalysis

@Suite struct PathFileAnalyzerTests {
  private let scene = Scene(directory: "/p", home: "/home/ann")

  @Test func `each tool for files has its effect and says how far it can be undone`() {
    let read = FileAnalyzer.effects(.read, path: "a", scene: scene)
    let evidence = Evidence(argument: "/path", bytes: 0..<1)
    #expect(read.all == [Effect(kind: .reads, target: .exact("/p/a"), evidence: evidence)])
    #expect(read.reversibility == .reversible && read.gaps.isEmpty && read.isLexical)
    let write = FileAnalyzer.effects(.write, path: "a", scene: scene)
    #expect(write.all.map(\.kind) == [.writes] && write.reversibility == .recoverable)
    let delete = FileAnalyzer.effects(.delete, path: "a", scene: scene)
    #expect(delete.all.map(\.target) == [.tree("/p/a")] && delete.reversibility == .irreversible)
    let list = FileAnalyzer.effects(.list, path: "~", scene: scene)
    #expect(list.all.map(\.target) == [.exact("/p/~"), .exact("/home/ann")])
  }

  @Test func `a path that cannot be told is a gap and could be any effect`() {
    for path in ["a\0b", "/proc/self/fd/7"] {
      let effects = FileAnalyzer.effects(.read, path: path, scene: scene)
      #expect(effects.gaps.count == 1)
      #expect(effects.all.contains { $0.kind == .unknown && $0.target == .unknown })
    }
    let nowhere = FileAnalyzer.effects(.read, path: "a", scene: Scene())
    #expect(nowhere.gaps.first?.why == "the directory that the path starts from is not known")
  }
}
