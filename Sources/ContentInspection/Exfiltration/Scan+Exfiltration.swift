extension Scan {
  private static let urlEnds = ByteSet(members: " \t\r\n\"'<>`\\{}|^)]")
  private static let partEnds = ByteSet(members: "/?&=#;:")
  private static let labelBytes = ByteSet("\\u")
  private static let dataBytes = ByteSet("\\b=_%.~-")
  /// What stands between words, rather than in encoded data.
  private static let joints = ByteSet(members: "-_.+%")
  private static let longestURL = 4096
  private static let longestHost = 255

  /// Reports data carried in a URL: in labels of its host, in its path, or in its query.
  mutating func encodedURL(at keyword: Range<Int>) {
    let start = keyword.upperBound
    let limit = min(text.count, start + Self.longestURL)
    var host = start
    while host < limit, !Self.urlEnds.contains(text[host]), text[host] != UInt8(ascii: "/"),
      text[host] != UInt8(ascii: "?"), text[host] != UInt8(ascii: "#")
    {
      host += 1
    }
    if let label = encodedLabel(start..<host) { add(.encodedHost, label) }
    var end = host
    var part = host
    var worst: Range<Int>?
    while end <= limit {
      let isEnd = end == limit || Self.urlEnds.contains(text[end])
      if isEnd || Self.partEnds.contains(text[end]) {
        if worst == nil, isEncoded(part..<end) { worst = part..<end }
        part = end + 1
      }
      if isEnd { break }
      end += 1
    }
    report.work += (end - start) * 2
    guard let worst else { return }
    // An image is fetched without anybody's doing; its address is written behind `![…](`.
    add(isImage(before: keyword.lowerBound) ? .imageData : .encodedURL, worst)
  }

  private static let resolvers = ["nslookup", "dig ", "host ", "ping ", "dns", "resolve"].map {
    Array($0.utf8)
  }

  /// Reports a long label of a name that a command resolves.
  mutating func encodedName(_ label: Range<Int>) {
    guard label.count >= 32, label.upperBound + 3 < text.count,
      text[label.upperBound] == UInt8(ascii: "."), ASCII.isAlphanumeric(text[label.upperBound + 1])
    else { return }
    let before = max(0, label.lowerBound - 60)..<label.lowerBound
    report.work += before.count
    guard Self.resolvers.contains(where: { text.containsFolded($0, in: before) }),
      let found = encodedLabel(label)
    else { return }
    add(.encodedHost, found)
  }

  /// A label of a host, or a name made of labels, too long and too varied to be a name that people chose.
  private func encodedLabel(_ host: Range<Int>) -> Range<Int>? {
    guard host.count >= 32, host.count <= Self.longestHost else { return nil }
    for label in text[host].split(separator: UInt8(ascii: "."))
    where label.count >= 32 && label.allSatisfy(Self.labelBytes.contains) {
      let range = label.startIndex..<label.endIndex
      guard label.contains(where: ASCII.isDigit), Entropy.hundredths(text, range) >= 330 else {
        continue
      }
      return range
    }
    return nil
  }

  /// Tells whether a part of a URL carries encoded data rather than a name or an id.
  private func isEncoded(_ part: Range<Int>) -> Bool {
    guard part.count >= 40 else { return false }
    let bytes = text[part]
    guard bytes.allSatisfy(Self.dataBytes.contains) else { return false }
    let isHex = bytes.allSatisfy { ByteSet.hexDigits.contains($0) }
    // Digests of the usual lengths name things.
    if isHex { return part.count > 64 && part.count != 96 && part.count != 128 }
    let words = bytes.count(where: Self.joints.contains)
    return words * 8 < part.count && Entropy.hundredths(text, part) >= 420
      && Randomness.isLikely(text, part, leastEntropy: 420)
  }

  /// Tells whether the address is that of an image in Markdown or HTML.
  private func isImage(before scheme: Int) -> Bool {
    var index = scheme
    let limit = max(0, scheme - 200)
    while index > limit, ASCII.isLetter(text[index - 1]) { index -= 1 }
    guard index > limit else { return false }
    if text[index - 1] == UInt8(ascii: "(") {
      while index > limit, text[index - 1] != UInt8(ascii: "!") {
        if text[index - 1] == 0x0A { return false }
        index -= 1
      }
      return index > limit && index < text.count && text[index] == UInt8(ascii: "[")
    }
    return text.containsFolded(Array("<img".utf8), in: max(0, index - 60)..<index)
  }

  private static let dataNames = [
    "?data=", "&data=", "?q=", "?d=", "?content=", "?payload=", "?secret=", "?token=", "?key=",
    "?c=", "?p=", "?msg=", "?info=", "?leak=", "?exfil=",
  ].map { Array($0.utf8) }

  /// Reports an image or a link in Markdown whose address carries data, or a place for it.
  mutating func markdown(at keyword: Range<Int>) {
    let start = keyword.upperBound
    guard text.hasFolded("http", at: start) else { return }
    var end = start
    let limit = min(text.count, start + 512)
    while end < limit, text[end] != UInt8(ascii: ")"), !ASCII.isBlank(text[end]) { end += 1 }
    report.work += (end - start) * 2
    let url = start..<end
    let isTemplate = text[url].contains {
      $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "<")
    }
    guard isTemplate, Self.dataNames.contains(where: { text.containsFolded($0, in: url) }) else {
      return
    }
    add(isImage(before: start + 4) ? .imageData : .linkData, url)
  }
}
