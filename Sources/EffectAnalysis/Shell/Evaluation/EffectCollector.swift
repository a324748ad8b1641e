import ActionModel
import Matching

/// Gathers effects, each once, with the first place that says so.
struct EffectCollector {
  /// The most effects and gaps of one script; beyond them the rest is unknown.
  static let limit = 512
  static let gapLimit = 64
  /// Effects that a loop may add before its further rounds are taken together.
  static let loopLimit = 48

  /// The JSON pointer of the argument that is analysed.
  let argument: String
  private(set) var effects: [Effect] = []
  private(set) var gaps: [Effects.Gap] = []
  private(set) var reversibility = Effects.Reversibility.reversible
  /// How many effects that take data from files there were, with repeated ones.
  private(set) var readings = 0
  /// Whether there were more effects than are kept.
  private(set) var isFull = false
  /// Which paths have had effects.
  var touches = TouchMemory()
  /// A short hash of each effect: as few as there can be are compared sooner than a set is asked.
  private var hashes: [UInt32] = []

  init(argument: String) { self.argument = argument }

  mutating func add(_ kind: Effect.Kind, _ target: TargetSet, at bytes: Range<Int>) {
    if case .reads = kind { readings += 1 }
    let hash = target.shortHash ^ UInt32(Effect.KindSet(kind).rawValue)
    for index in hashes.indices
    where hashes[index] == hash && effects[index].kind == kind && effects[index].target == target {
      return
    }
    guard effects.count < EffectCollector.limit else {
      isFull = true
      return
    }
    if effects.capacity == 0 {
      effects.reserveCapacity(8)
      hashes.reserveCapacity(8)
    }
    hashes.append(hash)
    effects.append(
      Effect(kind: kind, target: target, evidence: Evidence(argument: argument, bytes: bytes)))
  }

  /// Counts effects that take data from files and are there already.
  mutating func repeatReadings(_ count: Int) { readings += count }

  /// Says that something is not understood; it may be of any effect.
  mutating func addGap(_ why: String, at bytes: Range<Int>) {
    add(.unknown, .unknown, at: bytes)
    raise(to: .unknown)
    guard gaps.count < EffectCollector.gapLimit else { return }
    let gap = Effects.Gap(evidence: Evidence(argument: argument, bytes: bytes), why: why)
    if !gaps.contains(gap) { gaps.append(gap) }
  }

  /// Says how far something can be undone.
  mutating func raise(to reversibility: Effects.Reversibility) {
    if reversibility > self.reversibility { self.reversibility = reversibility }
  }

  /// All that was gathered.
  func effects(isLexical: Bool) -> Effects {
    Effects(all: effects, reversibility: reversibility, gaps: gaps, isLexical: isLexical)
  }
}

extension TargetSet {
  /// The same for equal targets, and seldom for others.
  fileprivate var shortHash: UInt32 {
    switch self {
    case .exact(let path): CommandNames.hash(path.utf8.span)
    case .tree(let path): ~CommandNames.hash(path.utf8.span)
    case .glob(let pattern): CommandNames.hash(pattern.description.utf8.span)
    case .host(let host): CommandNames.hash(host.name.utf8.span)
    case .named(let named): CommandNames.hash(named.name.utf8.span)
    case .given: 1
    case .unknown: 0
    }
  }
}
