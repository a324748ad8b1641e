import ByteParsing
import Calendar
package import Crypto

/// The signed summary of a finished segment: what it holds, and where the log stood after it.
///
/// It outlives its segment: once retention has dropped the lines, it still states their range and
/// the tree over them. Its second version says besides when its records were made.
package struct SegmentManifest: Sendable, Equatable {
  package let origin: String
  package let name: SegmentName
  /// How long the lines are, in bytes.
  package let length: Int
  /// Where the log stood after the last line.
  package let head: LogHead
  /// The root of the tree over all records up to the end of this segment.
  package let root: SHA256Digest
  /// What was cut off behind the last line, if anything was.
  package let cut: Cut?
  /// The hash of the manifest before, as it is stored; zeros in the first.
  package let previous: SHA256Digest
  /// When the segment was finished, in nanoseconds since 1970.
  package let finished: Int64
  /// When its records were made; nil where that is not known of all of them.
  package let times: RecordTimes?

  /// Bytes behind the last line that are no part of the log.
  package struct Cut: Sendable, Equatable {
    package let bytes: Int
    package let hash: SHA256Digest
    /// Why: `torn` found at start, or `sync_failed`.
    package let cause: String
  }

  init(
    origin: String, name: SegmentName, length: Int, head: LogHead, cut: Cut?,
    previous: SHA256Digest, finished: Int64, times: RecordTimes?
  ) {
    self.origin = origin
    self.name = name
    self.length = length
    self.head = head
    root = head.checkpoint(origin: origin).root
    self.cut = cut
    self.previous = previous
    self.finished = finished
    self.times = times
  }

  /// The first version, without times, and the second.
  private static let titles = ["gatehouse audit segment v1", "gatehouse audit segment v2"]

  /// The text that is signed: one member a line, always in this order.
  var text: String {
    let subtrees = head.frontier.subtrees.map { Base64.encode($0.bytes) }
    let members = [
      Self.titles[times == nil ? 0 : 1],
      "origin \(origin)",
      "segment \(name.number)",
      "first \(name.firstSequence)",
      "next \(head.size)",
      "root \(Base64.encode(root.bytes))",
      "last \(head.lastLeaf)",
      "frontier \(subtrees.joined(separator: ","))",
      "length \(length)",
      cut.map { "cut \($0.bytes) \($0.hash) \($0.cause)" } ?? "cut 0",
      "previous \(previous)",
      "finished \(UTCTimestamp.text(finished))",
      times.map { "times \(UTCTimestamp.text($0.earliest)) \(UTCTimestamp.text($0.latest))" },
    ]
    return members.compactMap { $0.map { $0 + "\n" } }.joined()
  }

  /// Reads the text of a note; nil unless it is exactly what would be written for the same members.
  init?(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard (13...14).contains(lines.count) else { return nil }
    var members: [Substring: Substring] = [:]
    for line in lines[1..<lines.count - 1] {
      guard let gap = line.firstIndex(of: " ") else { return nil }
      members[line[..<gap]] = line[line.index(after: gap)...]
    }
    guard let origin = members["origin"],
      let number = members["segment"].flatMap({ Int($0) }),
      let first = members["first"].flatMap({ UInt64($0) }),
      let next = members["next"].flatMap({ UInt64($0) }), next >= first,
      let last = members["last"].flatMap({ SHA256Digest(hex: $0) }),
      let frontier = members["frontier"].flatMap({ Self.frontier($0, size: next) }),
      let length = members["length"].flatMap({ Int($0) }), length >= 0,
      let previous = members["previous"].flatMap({ SHA256Digest(hex: $0) }),
      let finished = members["finished"].flatMap({ UTCTimestamp.unixNanoseconds(String($0)) })
    else { return nil }
    self.init(
      origin: String(origin), name: SegmentName(number: number, firstSequence: first),
      length: length, head: LogHead(frontier: frontier, lastLeaf: last),
      cut: members["cut"].flatMap(Self.cut), previous: previous, finished: finished,
      times: members["times"].flatMap(Self.times))
    guard self.text == text else { return nil }
  }

  private static func frontier(_ text: Substring, size: UInt64) -> MerkleFrontier? {
    var subtrees: [SHA256Digest] = []
    for part in text.split(separator: ",") {
      guard let hash = Base64.decode(part).flatMap({ SHA256Digest(bytes: $0) }) else { return nil }
      subtrees.append(hash)
    }
    return MerkleFrontier(size: size, subtrees: subtrees)
  }

  private static func times(_ text: Substring) -> RecordTimes? {
    let times = text.split(separator: " ").compactMap { UTCTimestamp.unixNanoseconds(String($0)) }
    guard times.count == 2, times[0] <= times[1] else { return nil }
    return RecordTimes(earliest: times[0], latest: times[1])
  }

  private static func cut(_ text: Substring) -> Cut? {
    let parts = text.split(separator: " ")
    guard parts.count == 3, let bytes = Int(parts[0]), let hash = SHA256Digest(hex: parts[1]) else {
      return nil
    }
    return Cut(bytes: bytes, hash: hash, cause: String(parts[2]))
  }
}
