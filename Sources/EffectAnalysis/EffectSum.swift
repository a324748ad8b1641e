import ActionModel

/// Collects what the parts of a call would do into what the call would do.
struct EffectSum {
  /// More effects than this are one more unknown effect: nobody reads them, and the log keeps each.
  static let maximumCount = 256

  private var all: [Effect] = []
  private var seen: Set<Key> = []
  private var gaps: [Effects.Gap] = []
  private var reversibility = Effects.Reversibility.reversible
  private var isLexical = false
  /// What is left for the scripts among the call's parts: all of them share it, however many they are.
  var budget = EvaluationBudget()

  /// What makes two effects the same, wherever they are said.
  private struct Key: Hashable {
    let kind: Effect.Kind
    let target: TargetSet
  }

  mutating func add(_ kind: Effect.Kind, _ target: TargetSet, _ evidence: Evidence? = nil) {
    guard all.count < Self.maximumCount else { return overflow() }
    guard seen.insert(Key(kind: kind, target: target)).inserted else { return }
    all.append(Effect(kind: kind, target: target, evidence: evidence))
  }

  /// Adds something that could not be understood: it may do anything.
  mutating func addGap(_ why: String, _ evidence: Evidence) {
    if gaps.count < Self.maximumCount { gaps.append(Effects.Gap(evidence: evidence, why: why)) }
    add(.unknown, .unknown, evidence)
    raise(.unknown)
  }

  mutating func add(_ effects: Effects) {
    for effect in effects.all { add(effect.kind, effect.target, effect.evidence) }
    gaps += effects.gaps.prefix(Self.maximumCount - gaps.count)
    isLexical = isLexical || effects.isLexical
    raise(effects.reversibility)
  }

  mutating func raise(_ other: Effects.Reversibility) {
    reversibility = max(reversibility, other)
  }

  /// Notes that a link nobody has seen could lead elsewhere.
  mutating func markLexical() { isLexical = true }

  private mutating func overflow() {
    guard seen.insert(Key(kind: .unknown, target: .unknown)).inserted else { return }
    all.append(Effect(kind: .unknown, target: .unknown))
    raise(.unknown)
  }

  var effects: Effects {
    Effects(all: all, reversibility: reversibility, gaps: gaps, isLexical: isLexical)
  }
}
