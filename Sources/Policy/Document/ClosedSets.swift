import ActionModel

/// A set of phases.
struct PhaseSet: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ phase: Phase) {
    switch phase {
    case .request: self.init(rawValue: 1)
    case .result: self.init(rawValue: 2)
    case .list: self.init(rawValue: 4)
    case .prompt: self.init(rawValue: 8)
    case .content: self.init(rawValue: 16)
    }
  }
}

/// A set of kinds of effect.
struct EffectKindSet: OptionSet, Sendable, Hashable {
  let rawValue: UInt16

  init(rawValue: UInt16) { self.rawValue = rawValue }

  init(_ kind: Effect.Kind) {
    let bit: UInt16 =
      switch kind {
      case .reads: 0
      case .writes: 1
      case .deletes: 2
      case .executes: 3
      case .loads: 4
      case .connects: 5
      case .listens: 6
      case .sends: 7
      case .changesPermissions: 8
      case .escalates: 9
      case .spends: 10
      case .unknown: 11
      }
    self.init(rawValue: 1 << bit)
  }
}
