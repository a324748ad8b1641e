/// Gathers findings, and sees to it that an inspection stays within its bounds.
struct Report {
  private(set) var findings: [Finding] = []
  /// How many bytes were looked at, counted again each time.
  var work = 0
  /// How many more decoded bytes may be looked at.
  var decodedLeft: Int
  private let limits: InspectionLimits
  private let whole: Range<Int>
  private var isIncomplete = false
  private var isFull = false

  init(limits: InspectionLimits, whole: Range<Int>) {
    self.limits = limits
    self.whole = whole
    decodedLeft = max(limits.decodedBytes, whole.count)
  }

  /// Tells whether going on makes no sense; from then on the inspection is incomplete.
  mutating func isSpent() -> Bool {
    if work > limits.work(whole.count) { isIncomplete = true }
    return isIncomplete || isFull
  }

  /// Notes that some detector could not look at everything.
  mutating func giveUp() { isIncomplete = true }

  mutating func add(_ finding: Finding) {
    guard findings.count < limits.findings else {
      isFull = true
      return
    }
    findings.append(finding)
  }

  /// The findings in order, each thing once, and what went wrong.
  func inspection() -> Inspection {
    var kept = Overlaps.resolved(findings)
    if isFull { kept.append(finding(.tooMany)) }
    if isIncomplete { kept.append(finding(.incomplete)) }
    return Inspection(findings: kept, work: work)
  }

  private func finding(_ detector: Detector) -> Finding {
    Finding(detector: detector.id, kind: detector.kind, severity: detector.severity, bytes: whole)
  }
}
