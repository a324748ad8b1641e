/// An encoded text that goes on in further lines, as `base64` and `xxd -p` write it: lines of one length but for the first,
/// before which something else may stand, and the last.
struct EncodedLines {
  private static let letterSet = ByteSet("\\b_-")
  /// How far lines may be indented, in bytes.
  private static let deepestIndent = 16

  /// The letters of all lines.
  let letters: ArraySlice<UInt8>
  private let lines: [Range<Int>]
  /// How many letters stand before each line.
  private let offsets: [Int]

  /// Where the last line ends.
  var end: Int { lines.last?.upperBound ?? 0 }

  /// Reads on from a first line; nil where no other follows.
  init?(_ text: [UInt8], first: Range<Int>) {
    var lines = [first]
    var offsets = [0]
    var letters = text[first]
    while let next = Self.line(after: lines[lines.count - 1].upperBound, in: text),
      lines.count == 1 || next.count <= lines[1].count
    {
      offsets.append(letters.count)
      letters += text[next]
      lines.append(next)
      if next.count < lines[1].count { break }
    }
    guard lines.count > 1 else { return nil }
    (self.lines, self.offsets, self.letters) = (lines, offsets, letters[...])
  }

  /// The letters at the beginning of the next line.
  private static func line(after end: Int, in text: [UInt8]) -> Range<Int>? {
    var start = end
    if start < text.count, text[start] == 0x0D { start += 1 }
    guard start < text.count, text[start] == 0x0A else { return nil }
    start += 1
    let limit = min(text.count, start + deepestIndent)
    while start < limit, text[start] == 0x20 || text[start] == 0x09 { start += 1 }
    var next = start
    while next < text.count, letterSet.contains(text[next]) { next += 1 }
    return next > start ? start..<next : nil
  }

  /// The place in the text of a few letters, counted from the first.
  func place(of letters: Range<Int>) -> Range<Int> {
    let first = place(of: letters.lowerBound)
    let last = letters.isEmpty ? first : place(of: letters.upperBound - 1) + 1
    return first..<last
  }

  private func place(of letter: Int) -> Int {
    var (low, high) = (0, lines.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if offsets[middle] <= letter { low = middle } else { high = middle - 1 }
    }
    return lines[low].lowerBound + letter - offsets[low]
  }
}
