/// What an inspection found.
package struct Inspection: Sendable, Equatable {
  /// The findings by where they begin, then by detector.
  package let findings: [Finding]
  /// How many bytes were looked at, decoded copies and second looks included: the measure of work.
  package let work: Int

  /// How bad it is all in all: 0 where nothing was found, 100 at most.
  ///
  /// The weight of the worst finding (low 10, medium 35, high 65, critical 90), and 2 for each further detector that
  /// found something of at least medium severity, at most 10 together.
  package var risk: Int {
    guard let worst = findings.map(\.severity).max() else { return 0 }
    let others = Set(findings.lazy.filter { $0.severity >= .medium }.map(\.detector)).count - 1
    return min(100, worst.weight + min(10, max(0, others) * 2))
  }

  /// Tells whether every detector had its say about all of the text.
  package var isComplete: Bool { !findings.contains { $0.kind == .inspection } }
}
