/// The names of a segment's files: `log-000001-000000000000.jsonl` holds the records from 0 of
/// segment 1.
///
/// Numbers only grow, so no name is ever used twice.
package struct SegmentName: Sendable, Hashable, Comparable {
  /// Counts segments from 1.
  package let number: Int
  /// The sequence number of the first record.
  package let firstSequence: UInt64

  /// The files of a segment.
  package enum Suffix: String, Sendable, CaseIterable {
    /// The lines, as they are written.
    case lines = "jsonl"
    /// The lines of a finished segment, compressed.
    case compressed = "jsonl.gz"
    /// The signed checkpoints made while it was written.
    case checkpoints
    /// The signed summary of a finished segment.
    case manifest
  }

  package init(number: Int, firstSequence: UInt64) {
    self.number = number
    self.firstSequence = firstSequence
  }

  /// Reads a file's name; nil for files that are not a segment's.
  static func read(_ file: String) -> (name: SegmentName, suffix: Suffix)? {
    guard let dot = file.firstIndex(of: "."),
      let suffix = Suffix(rawValue: String(file[file.index(after: dot)...]))
    else { return nil }
    let parts = file[..<dot].split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let number = Int(parts[1]), number > 0,
      let sequence = UInt64(parts[2])
    else { return nil }
    let name = SegmentName(number: number, firstSequence: sequence)
    return name.file(suffix) == file ? (name, suffix) : nil
  }

  /// The name of one of the segment's files.
  package func file(_ suffix: Suffix) -> String {
    "log-\(pad(String(number), 6))-\(pad(String(firstSequence), 12)).\(suffix.rawValue)"
  }

  private func pad(_ digits: String, _ width: Int) -> String {
    String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  package static func < (one: SegmentName, other: SegmentName) -> Bool {
    one.number < other.number
  }
}
