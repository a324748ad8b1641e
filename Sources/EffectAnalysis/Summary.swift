package import ActionModel
import Matching
import UnicodeText

/// Says in one plain sentence what a call would do, for the person who is asked to approve it.
package struct EffectsSummary: Sendable, Hashable, CustomStringConvertible {
  /// The most characters of a summary.
  package static let maximumLength = 300
  /// How many things are named for each kind of effect, and how long a name may be.
  private static let namesPerKind = 3
  private static let nameLength = 60

  /// The sentence, without full stop: "would delete everything under /home/ann, cannot be undone".
  package let description: String

  package init(_ effects: Effects) {
    var clauses: [String] = []
    for kind in EffectsSummary.order {
      var targets = effects.all.filter { $0.kind == kind }.map(\.target)
      // Which of the system's programs does it is of interest only where nothing else is.
      if kind == .executes, !clauses.isEmpty || effects.all.contains(where: { $0.kind == .reads }) {
        targets.removeAll { EffectsSummary.isOfSystem($0) }
      }
      if !targets.isEmpty { clauses.append(EffectsSummary.clause(kind, targets)) }
    }
    guard !clauses.isEmpty else {
      description = "would change nothing"
      return
    }
    let ending =
      switch effects.reversibility {
      case .reversible: ""
      case .recoverable: ", can be undone with work"
      case .unknown: ", perhaps cannot be undone"
      case .irreversible: ", cannot be undone"
      }
    // What is most dangerous stands first, so that only the lesser part is left out.
    let room = EffectsSummary.maximumLength - ending.count - " and more".count
    var text = "would "
    var hasMore = false
    for (index, clause) in clauses.enumerated() {
      let joint = index == 0 ? "" : ", "
      guard index == 0 || text.count + joint.count + clause.count <= room else {
        hasMore = true
        break
      }
      text += joint + clause
    }
    description = text + (hasMore ? " and more" : "") + ending
  }

  private static func isOfSystem(_ target: TargetSet) -> Bool {
    if case .exact(let path) = target { path.hasPrefix("/usr/bin/") } else { false }
  }

  /// The kinds of effects, the most dangerous first.
  private static let order: [Effect.Kind] = [
    .deletes, .spends, .sends, .escalates, .changesPermissions, .writes, .unknown, .listens,
    .connects, .loads, .executes, .reads,
  ]

  private static func clause(_ kind: Effect.Kind, _ targets: [TargetSet]) -> String {
    if kind == .unknown { return "do something that cannot be told beforehand" }
    let verb = verb(of: kind)
    var names: [String] = []
    for target in targets.sorted(by: { reach(of: $0) > reach(of: $1) }) {
      let name = name(of: target, kind)
      if !names.contains(name) { names.append(name) }
    }
    var list = names.prefix(namesPerKind).joined(separator: " and ")
    if names.count > namesPerKind { list += " and \(names.count - namesPerKind) more" }
    return "\(verb) \(list)"
  }

  private static func verb(of kind: Effect.Kind) -> String {
    switch kind {
    case .reads: "read"
    case .writes: "write"
    case .deletes: "delete"
    case .executes: "run"
    case .loads: "load code from"
    case .connects: "connect to"
    case .listens: "listen on"
    case .sends: "send data to"
    case .changesPermissions: "change permissions of"
    case .escalates: "gain the rights of"
    case .spends: "spend"
    case .unknown: "do"
    }
  }

  /// How much a target holds: the greatest is named first.
  private static func reach(of target: TargetSet) -> Int {
    switch target {
    case .given, .unknown: 1 << 20
    case .tree(let path): (1 << 16) - min(path.utf8.count, 1 << 15)
    case .glob: 2
    case .exact, .host, .named: 1
    }
  }

  private static func name(of target: TargetSet, _ kind: Effect.Kind) -> String {
    switch target {
    case .exact(let path):
      kind == .executes ? shown(lastComponent(of: path)) : shown(path)
    case .tree("/"): "everything on the machine"
    case .tree(let path): "everything under \(shown(path))"
    case .glob(let pattern): "what matches \(shown(pattern.description))"
    case .host(let host): shown(host.description)
    case .named(let named):
      switch named.space {
      case .process: "the process \(shown(named.name))"
      case .table: "the table \(shown(named.name))"
      default: shown(named.name)
      }
    case .given: "what the environment names"
    case .unknown:
      switch kind {
      case .connects, .sends: "a host that is not known"
      case .executes: "a program that is not known"
      case .escalates: "somebody else"
      case .spends: "an amount that is not known"
      case .listens: "a port that is not known"
      default: "something that is not known"
      }
    }
  }

  /// The name of a program of the system without its directory.
  private static func lastComponent(of path: String) -> String {
    guard path.hasPrefix("/usr/bin/") else { return path }
    return String(path.dropFirst("/usr/bin/".count))
  }

  private static func shown(_ text: String) -> String { Escaped.text(text, limit: nameLength) }
}
