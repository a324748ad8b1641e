import ActionModel

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
  /// The kind of each effect, as a set that is quick to compare.
  private var kinds: [Effect.KindSet] = []
  /// The kinds of effect that there are on each target, once there are more than a few effects.
  private var known: [TargetSet: Effect.KindSet] = [:]

  init(argument: String) { self.argument = argument }

  mutating func add(_ kind: Effect.Kind, _ target: TargetSet, at bytes: Range<Int>) {
    if kind == .reads { readings += 1 }
    let kinds = Effect.KindSet(kind)
    if effects.count < 12 {
      // Comparing a few is cheaper than keeping a table.
      for index in effects.indices
      where self.kinds[index] == kinds && effects[index].target == target { return }
    } else {
      if known.isEmpty {
        for (index, effect) in effects.enumerated() {
          known[effect.target, default: .init(rawValue: 0)].formUnion(self.kinds[index])
        }
      }
      guard known[target, default: .init(rawValue: 0)].insert(kinds).inserted else { return }
    }
    guard effects.count < EffectCollector.limit else {
      isFull = true
      return
    }
    self.kinds.append(kinds)
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
