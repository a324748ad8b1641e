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
