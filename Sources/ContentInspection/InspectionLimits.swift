/// What an inspection may cost; beyond it the text counts as not inspected.
package struct InspectionLimits: Sendable, Equatable {
  /// The longest text that is looked at, in bytes; of longer ones the beginning.
  package let bytes: Int
  /// How many findings are kept.
  package let findings: Int
  /// How many decoded bytes are looked at besides the text; never less than the text is long.
  package let decodedBytes: Int
  /// How many encodings may lie within one another.
  package let depth: Int

  /// 16 MiB, 1,000 findings, 1 MiB decoded, three encodings deep.
  package static let standard = InspectionLimits(
    bytes: 16 << 20, findings: 1000, decodedBytes: 1 << 20, depth: 3)

  package init(bytes: Int, findings: Int, decodedBytes: Int, depth: Int) {
    self.bytes = bytes
    self.findings = findings
    self.decodedBytes = decodedBytes
    self.depth = depth
  }

  /// The most bytes that may be looked at for a text of so many, each counted as often as it is looked at.
  func work(_ count: Int) -> Int { (256 << 10) + 128 * count }
}
