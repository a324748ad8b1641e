extension Scan {
  /// The kinds of bytes that a run of letters, digits and `+/_-` is made of; none for any other byte.
  struct RunBytes: OptionSet {
    let rawValue: UInt8
    static let digit = RunBytes(rawValue: 1)
    static let hexLetter = RunBytes(rawValue: 2)
    static let otherLetter = RunBytes(rawValue: 4)
    static let lower = RunBytes(rawValue: 8)
    static let symbol = RunBytes(rawValue: 16)

    /// The kind of each byte.
    static let table: [UInt8] = (0..<256).map { number in
      let byte = UInt8(number)
      if ASCII.isDigit(byte) { return digit.rawValue }
      if ASCII.isLetter(byte) {
        let isHex = ByteSet.hexDigits.contains(byte)
        let isLower = byte >= 0x61
        return (isHex ? hexLetter : otherLetter).union(isLower ? lower : []).rawValue
      }
      return "+/_-".utf8.contains(byte) ? symbol.rawValue : 0
    }

    /// The kinds of the bytes in a range.
    static func all(in range: Range<Int>, of text: [UInt8]) -> RunBytes {
      let table = table
      return RunBytes(rawValue: range.reduce(0) { $0 | table[Int(text[$1])] })
    }
  }

  /// Runs shorter than this hide nothing that is worth finding.
  private static let shortestEncoding = 20

  /// Notes the runs that may hide something, from left to right.
  mutating func longRuns() {
    // A copy of the reference lets the scan change itself while the text is read.
    let text = text
    let (bytes, table) = (text.span, RunBytes.table)
    let kinds = table.span
    // What begins here may be a run; most of the bytes before its least end need no look.
    var start = 0
    while start <= bytes.count - Self.shortestEncoding {
      var index = start + Self.shortestEncoding - 1
      while index >= start, kinds[Int(bytes[index])] != 0 { index -= 1 }
      guard index < start else {
        start = index + 1
        continue
      }
      var end = start + Self.shortestEncoding
      while end < bytes.count, kinds[Int(bytes[end])] != 0 { end += 1 }
      longRun(start..<end)
      start = end
    }
    report.work += text.count
  }

  private mutating func longRun(_ range: Range<Int>) {
    let bytes = RunBytes.all(in: range, of: text)
    guard !bytes.isSubset(of: [.digit, .symbol]) else { return }
    encodedName(range)
    encodings.append((range, isHex: bytes.isSubset(of: [.digit, .hexLetter, .lower])))
  }

  /// Looks for what has no keyword but its digits, in the run around the first of them.
  mutating func digit(at index: Int) {
    guard index >= digitRunEnd else { return }
    let table = RunBytes.table
    var (start, end) = (index, index + 1)
    while start > digitRunEnd, table[Int(text[start - 1])] != 0 { start -= 1 }
    while end < text.count, table[Int(text[end])] != 0 { end += 1 }
    digitRunEnd = end
    let range = start..<end
    let bytes = RunBytes.all(in: range, of: text)
    let first = text[start]
    pairs(in: range)
    if ASCII.isDigit(first) {
      number(at: start)
    } else if first == UInt8(ascii: "+"), index == start + 1 {
      number(at: index)
    } else if 0x41...0x5A ~= first, range.count >= 4 {
      if ASCII.isLetter(text[start + 1]), index == start + 2 {
        iban(at: start)
      } else if range.count == 16, !bytes.contains(.lower), !bytes.contains(.symbol) {
        codiceFiscale(range)
      }
    }
    if 26...35 ~= range.count, first == UInt8(ascii: "1") || first == UInt8(ascii: "3"),
      !bytes.contains(.symbol)
    {
      base58(range)
    }
  }

  /// Notes bytes that are written one by one in hexadecimal digits, where the first of them begins a run.
  private mutating func pairs(in range: Range<Int>) {
    let start: Int
    switch range.count {
    case 2: start = range.lowerBound
    case 4 where text[range.lowerBound + 1] | 0x20 == UInt8(ascii: "x"):
      start = range.lowerBound + 2
    case Self.shortestEncoding... where text[range.lowerBound + 2] == UInt8(ascii: "-"):
      start = range.lowerBound
    default: return
    }
    guard start >= hexPairsEnd else { return }
    if let pairs = HexPairs(text, at: start, end: &hexPairsEnd) { hexPairs.append(pairs) }
    report.work += max(0, hexPairsEnd - start)
  }
}
