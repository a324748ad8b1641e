internal import UnicodeText

/// Says what is inside a text: credentials, personal data, sentences aimed at a model, hidden text, data on its way out.
///
/// A value to build once and use from anywhere. Time is linear in the text and bounded by `InspectionLimits`; what could
/// not be looked at is itself a finding (`inspection_incomplete`, `too_many_findings`), so that no bound lets anything
/// pass for clean.
package struct ContentInspector: Sendable {
  /// Every detector that comes with the product, in the order of ids.
  package let detectors: [Detector]
  private let tables: DetectorTables
  private let custom: CustomPatterns
  private let options: InspectionOptions

  /// Reads the tables and compiles the user's patterns; fails with the name of the first that is no good.
  package init(_ options: InspectionOptions = InspectionOptions()) throws(InspectionError) {
    tables = try DetectorTables()
    detectors = tables.catalogue
    custom = try CustomPatterns(options.patterns, taken: Set(detectors.map(\.id)))
    self.options = options
  }

  /// Says what is wrong with a user's pattern by itself; nil for one that can be looked for.
  package static func complaint(about pattern: InspectionOptions.Pattern) -> InspectionError? {
    do throws(InspectionError) {
      try CustomPatterns.check(pattern)
      return nil
    } catch {
      return error
    }
  }

  /// Inspects a text.
  package func inspect(_ text: String) -> Inspection {
    inspect(Array(text.utf8))
  }

  /// Inspects bytes as text; they need not be UTF-8.
  package func inspect(_ bytes: [UInt8]) -> Inspection {
    var report = Report(limits: options.limits, whole: 0..<bytes.count)
    var text = bytes
    if text.count > options.limits.bytes {
      text.removeLast(text.count - options.limits.bytes)
      report.giveUp()
    }
    look(at: text, origins: [], &report)
    return report.inspection()
  }

  /// Looks at a text, then at what is encoded in it, each step one deeper.
  private func look(at text: [UInt8], origins: [Origin], depth: Int = 0, _ report: inout Report) {
    var scan = Scan(text, tables: tables, options: options, origins: origins, report: report)
    scan.run()
    if !text.span.isPlain { scan.hiddenCharacters() }
    custom.find(in: text, &scan)
    if options.usesModel, options.kinds.contains(.promptInjection) { scan.model() }
    let decoded = [scan.unescaped(), scan.decoded().map { [$0] }].compactMap { $0 }
    report = scan.report
    for steps in decoded where !report.isSpent() {
      guard let first = steps.first, depth < options.limits.depth else {
        if scan.hidesMore { report.giveUp() }
        return
      }
      look(at: first.map.bytes, origins: steps + origins, depth: depth + 1, &report)
    }
  }
}

extension Span<UInt8> {
  /// Tells whether all bytes are ASCII.
  var isPlain: Bool {
    var all: UInt8 = 0
    for index in indices { all |= self[index] }
    return all < 0x80
  }
}
