extension Effect {
  /// A set of kinds of effect.
  package struct KindSet: OptionSet, Sendable, Hashable {
    package let rawValue: UInt16

    package static let reads = KindSet(.reads)
    package static let writes = KindSet(.writes)
    package static let deletes = KindSet(.deletes)
    package static let executes = KindSet(.executes)
    package static let loads = KindSet(.loads)
    package static let connects = KindSet(.connects)
    package static let sends = KindSet(.sends)
    package static let all = KindSet(rawValue: .max)

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package init(_ kind: Kind) {
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

    package func contains(_ kind: Kind) -> Bool { contains(KindSet(kind)) }
  }
}
