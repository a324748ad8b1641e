package import Crypto

/// One line of the log: `{"event":{…},"link":"<64 hexadecimal digits>","seq":<n>}`, canonical JSON
/// (RFC 8785).
///
/// `link` is the leaf hash of the line before, without its line break; zeros in the first line of a
/// log.
package struct RecordLine: Sendable {
  /// Where the event's object lies in the line.
  package let event: Range<Int>
  package let link: SHA256Digest
  package let sequence: UInt64

  /// The longest line that is read: more is not a record.
  package static let longest = 16 << 20

  private static let opening = Array(#"{"event":"#.utf8)
  private static let linkKey = Array(#","link":""#.utf8)
  private static let sequenceKey = Array(#"","seq":"#.utf8)

  /// Appends a line and its line break; returns where the line lies in the buffer, without the
  /// break.
  static func append(
    _ body: [UInt8], link: SHA256Digest, sequence: UInt64, to lines: inout [UInt8]
  ) -> Range<Int> {
    let start = lines.count
    lines += opening
    lines += body
    lines += linkKey
    link.appendHex(to: &lines)
    lines += sequenceKey
    lines += String(sequence).utf8
    lines.append(UInt8(ascii: "}"))
    let end = lines.count
    lines.append(UInt8(ascii: "\n"))
    return start..<end
  }

  /// Reads a line without its line break; nil where it is not of exactly this form around the
  /// event.
  ///
  /// It reads from the end, where nothing that the event holds can look like the members that
  /// follow it.
  package init?(_ line: ArraySlice<UInt8>) {
    var end = line.endIndex - 1
    guard line.count > Self.opening.count + Self.linkKey.count + 64,
      line.starts(with: Self.opening),
      line[end] == UInt8(ascii: "}")
    else { return nil }
    var (sequence, scale) = (UInt64(0), UInt64(1))
    var digits = 0
    while digits < 20, end > line.startIndex,
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(line[end - 1])
    {
      end -= 1
      digits += 1
      let (part, overflow) = scale.multipliedReportingOverflow(
        by: UInt64(line[end] - UInt8(ascii: "0")))
      let (sum, carry) = sequence.addingReportingOverflow(part)
      guard !overflow, !carry else { return nil }
      sequence = sum
      scale &*= 10
    }
    guard digits > 0, digits == 1 || line[end] != UInt8(ascii: "0") else { return nil }
    let link = end - Self.sequenceKey.count - 64
    let body = link - Self.linkKey.count
    guard body > line.startIndex + Self.opening.count + 1,
      line[(end - Self.sequenceKey.count)..<end].elementsEqual(Self.sequenceKey),
      line[body..<link].elementsEqual(Self.linkKey),
      line[body - 1] == UInt8(ascii: "}"),
      line[line.startIndex + Self.opening.count] == UInt8(ascii: "{"),
      let digest = SHA256Digest(lowerHex: line[link..<link + 64])
    else { return nil }
    event = line.startIndex + Self.opening.count..<body
    self.link = digest
    self.sequence = sequence
  }
}
