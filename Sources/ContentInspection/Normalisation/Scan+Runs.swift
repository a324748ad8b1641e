extension Scan {
  /// What kinds of bytes a run of letters, digits and `+/_-` is made of.
  struct RunBytes: OptionSet {
    let rawValue: UInt8
    static let digit = RunBytes(rawValue: 1)
    static let hexLetter = RunBytes(rawValue: 2)
    static let otherLetter = RunBytes(rawValue: 4)
    static let lower = RunBytes(rawValue: 8)
    static let symbol = RunBytes(rawValue: 16)
    /// No part of a run: it may begin something that is written otherwise than it is meant.
    static let trigger = RunBytes(rawValue: 32)

    static let word: RunBytes = [.digit, .hexLetter, .otherLetter, .symbol]

    /// The kind of each byte.
    static let table: [UInt8] = (0..<256).map { number in
      let byte = UInt8(number)
      if ASCII.isDigit(byte) { return digit.rawValue }
      if ASCII.isLetter(byte) {
        let isHex = ByteSet.hexDigits.contains(byte)
        let isLower = byte >= 0x61
        return (isHex ? hexLetter : otherLetter).union(isLower ? lower : []).rawValue
      }
      if "+/_-".utf8.contains(byte) { return symbol.rawValue }
      return byte >= 0x80 || "%&\\\"'`=".utf8.contains(byte) ? trigger.rawValue : 0
    }
  }

  /// Runs shorter than this hide nothing that is worth finding.
  private static let shortestEncoding = 20

  /// Looks for what has no keyword, numbers above all, and notes what has to be decoded.
  mutating func runs() {
    let text = text
    let (bytes, table) = (text.span, RunBytes.table)
    let kinds = table.span
    var index = 0
    while index < bytes.count {
      let kind = kinds[Int(bytes[index])]
      guard kind & RunBytes.word.rawValue != 0 else {
        if kind != 0 { trigger(at: index) }
        index &+= 1
        continue
      }
      let start = index
      var all: UInt8 = 0
      var next = kind
      repeat {
        all |= next
        index &+= 1
        guard index < bytes.count else { break }
        next = kinds[Int(bytes[index])]
      } while next & RunBytes.word.rawValue != 0
      if all & RunBytes.digit.rawValue != 0 || index - start >= Self.shortestEncoding {
        run(start..<index, RunBytes(rawValue: all))
        guard !report.isSpent() else { return }
      }
    }
    report.work += text.count
  }

  private mutating func run(_ range: Range<Int>, _ bytes: RunBytes) {
    if range.count >= Self.shortestEncoding, !bytes.isSubset(of: [.digit, .symbol]) {
      encodedName(range)
      encodings.append((range, isHex: bytes.isSubset(of: [.digit, .hexLetter, .lower])))
    }
    guard bytes.contains(.digit) else { return }
    let first = text[range.lowerBound]
    pairs(in: range)
    if ASCII.isDigit(first) {
      number(at: range.lowerBound)
    } else if first == UInt8(ascii: "+"), range.count > 1, ASCII.isDigit(text[range.lowerBound + 1])
    {
      number(at: range.lowerBound + 1)
    } else if 0x41...0x5A ~= first, range.count >= 4 {
      if ASCII.isLetter(text[range.lowerBound + 1]), ASCII.isDigit(text[range.lowerBound + 2]) {
        iban(at: range.lowerBound)
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
