/// Finds private keys in PEM and in OpenPGP's armour (RFC 7468, RFC 9580 section 6.2).
struct PrivateKey {
  /// The longest key that is looked for, in bytes.
  private static let longest = 32 << 10
  private static let longestLabel = 100
  private static let end = Array("-----end".utf8)
  private static let label = Array("private key".utf8)

  /// Where the next line that ends a key is known to be, so that no byte is searched twice.
  private var nextEnd: (from: Int, at: Int)?

  /// The key whose `-----BEGIN` was found, to the end of its last line, or to the end of the text.
  mutating func find(_ text: [UInt8], begin: Range<Int>, work: inout Int) -> Range<Int>? {
    let limit = min(text.count, begin.upperBound + Self.longestLabel)
    work += limit - begin.upperBound
    var index = begin.upperBound
    while index < limit, text[index] != UInt8(ascii: "-") { index += 1 }
    guard text.containsFolded(Self.label, in: begin.upperBound..<index) else { return nil }
    let stop = min(text.count, index + Self.longest)
    let found = endMark(text, from: index, stop, &work)
    let body = index..<(found ?? stop)
    let letters = text[body].prefix(400).count { ByteSet("\\b").contains($0) }
    work += min(400, body.count)
    guard letters >= 40 else { return nil }
    guard let found else { return begin.lowerBound..<stop }
    var end = min(text.count, found + Self.end.count)
    let last = min(text.count, end + Self.longestLabel)
    while end < last, text[end] != UInt8(ascii: "-"), text[end] != 0x0A { end += 1 }
    while end < last, text[end] == UInt8(ascii: "-") { end += 1 }
    return begin.lowerBound..<end
  }

  private mutating func endMark(
    _ text: [UInt8], from start: Int, _ stop: Int, _ work: inout Int
  ) -> Int? {
    if let known = nextEnd, known.from <= start, start <= known.at {
      return known.at < stop ? known.at : nil
    }
    var index = start
    while index + Self.end.count <= text.count {
      if text[index] == UInt8(ascii: "-"), text.hasFolded("-----end", at: index) { break }
      index += 1
    }
    let at = index + Self.end.count <= text.count ? index : text.count
    work += at - start
    nextEnd = (start, at)
    return at < stop ? at : nil
  }
}
