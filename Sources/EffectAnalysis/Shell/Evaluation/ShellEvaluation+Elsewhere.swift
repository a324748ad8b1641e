import ActionModel
import Matching

/// Commands that run in other machines and containers.
extension ShellEvaluation {
  /// Runs a command in a machine or container that is made for it, of which only what reaches the network concerns us.
  mutating func runElsewhere(_ words: [Word]) {
    guard let (there, bytes) = evaluated(words, in: .unknown) else { return }
    for effect in there.effects {
      switch effect.kind {
      case .connects, .sends, .listens, .unknown, .spends: add(effect, at: bytes)
      default: break
      }
    }
  }

  /// Runs a command in a machine or container that others rely on: what it does to files there is done to that one.
  ///
  /// A file is named as `NAME:PATH`, relative to wherever its commands start if it begins with `./`.
  ///
  /// - Parameter isElsewhere: whether the command line says where that is.
  mutating func runInside(
    _ words: [Word], _ space: NamedTarget.Space, _ name: Word, isElsewhere: Bool
  ) {
    let start = "/\(ShellEvaluation.startInside)"
    let directories = isElsewhere ? state.directories : Directories(PartialText(start))
    guard let (there, bytes) = evaluated(words, in: directories) else { return }
    let name = name.constant ?? "*"
    for effect in there.effects {
      guard let path = effect.target.path else {
        add(effect, at: bytes)
        continue
      }
      // Which programs run says that they do.
      if effect.kind == .executes || effect.kind == .loads { continue }
      let place = Word(path, bytes: bytes).replacing(start, with: [.text(".")]).constant ?? path
      collector.add(
        effect.kind, .named(NamedTarget(space: space, name: "\(name):\(place)")),
        at: effect.evidence?.bytes ?? bytes)
    }
  }

  /// The name of the directory that commands inside start in; no command can spell it.
  private static let startInside = "gatehouse:start"

  private mutating func add(_ effect: Effect, at bytes: Range<Int>) {
    collector.add(effect.kind, effect.target, at: effect.evidence?.bytes ?? bytes)
  }

  /// What a command does in a place of its own, and where it stands; that it runs is noted.
  private mutating func evaluated(_ words: [Word], in directories: Directories) -> (
    EffectCollector, Range<Int>
  )? {
    guard let first = words.first else { return nil }
    let here = collector
    let outer = (input, output)
    let past = pastRuns
    collector = EffectCollector(argument: here.argument)
    // What ran here has had its effects here, and none there.
    pastRuns = [:]
    output = nil
    _ = inSubshell { evaluation in
      evaluation.state.directories = directories
      evaluation.state.written = [:]
      return evaluation.descend(at: first.bytes) { $0.runProgram(words, carriesData: false) }
    }
    let there = collector
    collector = here
    pastRuns = past
    (input, output) = outer
    let name = words.compactMap(\.constant).joined(separator: " ")
    collector.add(
      .executes, .named(NamedTarget(space: .process, name: name.isEmpty ? "*" : name)),
      at: first.bytes)
    collector.raise(to: there.reversibility)
    for gap in there.gaps { collector.addGap(gap.why, at: gap.evidence.bytes) }
    put(.unknown)
    return (there, first.bytes)
  }
}

extension TargetSet {
  /// The path that the target is about, a pattern as it is written; nil for what is no path.
  fileprivate var path: String? {
    switch self {
    case .exact(let path), .tree(let path): path
    case .glob(let pattern): pattern.description
    default: nil
    }
  }
}
