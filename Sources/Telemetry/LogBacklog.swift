/// Holds the lines that an output could not take yet, up to a bound.
struct LogBacklog {
  private var lines: [[UInt8]] = []
  private var byteCount = 0
  /// How much of the first line is written.
  private var written = 0
  private let capacity: Int

  /// - Parameter capacity: the most bytes held; a line that would exceed it is refused.
  init(capacity: Int) { self.capacity = capacity }

  /// Takes a line; false when there is no room for it.
  mutating func offer(_ line: [UInt8]) -> Bool {
    guard byteCount + line.count <= capacity else { return false }
    lines.append(line)
    byteCount += line.count
    return true
  }

  /// What to write next; nil when nothing waits.
  var next: ArraySlice<UInt8>? { lines.first?[written...] }

  /// Notes that the output took this many bytes of `next`.
  mutating func took(_ count: Int) {
    guard let first = lines.first else { return }
    written += count
    if written >= first.count { dropFirst() }
  }

  /// Gives up the first line, because the output failed.
  mutating func dropFirst() {
    byteCount -= lines.removeFirst().count
    written = 0
  }
}
