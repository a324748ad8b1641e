import ActionModel

/// What has been found in a program so far.
struct CodeFindings {
  /// How many effects of one program are told apart; with more, the rest is a gap.
  static let maximumCount = 256

  private(set) var reading = CommandReading()
  private let evidence: Range<Int>
  /// Whether nothing more is taken.
  private(set) var isFull = false
  private var hasGap = false

  init(evidence: Range<Int>) {
    self.evidence = evidence
  }

  mutating func add(_ meaning: CommandMeaning) {
    guard reading.meanings.count < Self.maximumCount else {
      if !isFull {
        isFull = true
        leave("the program does more than is analysed")
      }
      return
    }
    if case .path(.deletes, _, _) = meaning { isAtLeast(.irreversible) }
    reading.meanings.append(meaning)
    if case .shell(let text, _) = meaning, text.constant == nil {
      reading.meanings.append(.effect(.executes, .unknown))
    }
  }

  /// Says that the program may do anything, because of what is not understood.
  mutating func leave(_ why: String) {
    guard !hasGap else { return }
    hasGap = true
    reading.meanings.append(.effect(.executes, .unknown))
    reading.meanings.append(.unknown(evidence, why: why))
    isAtLeast(.unknown)
  }

  mutating func isAtLeast(_ reversibility: Effects.Reversibility) {
    reading.reversibility = max(reading.reversibility, reversibility)
  }
}
