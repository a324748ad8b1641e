extension Scan {
  private static let nameBytes = ByteSet("\\a._%+-")
  private static let hostBytes = ByteSet("\\a.-")
  /// The last labels of names such as `logo@2x.png`.
  private static let fileEndings: Set<String> = [
    "png", "jpg", "jpeg", "gif", "svg", "webp", "js", "ts", "css", "html", "json", "py", "md",
    "service", "socket", "target", "timer", "local", "localdomain", "lock", "yaml", "yml", "txt",
  ]

  /// Reports an address of e-mail (RFC 5321 section 4.1.2, without quotes) around an `@`.
  mutating func email(at keyword: Range<Int>) {
    let at = keyword.lowerBound
    var start = at
    let first = max(0, at - 64)
    while start > first, Self.nameBytes.contains(text[start - 1]) { start -= 1 }
    while start < at, !ASCII.isAlphanumeric(text[start]) { start += 1 }
    var end = keyword.upperBound
    let limit = min(text.count, end + 253)
    while end < limit, Self.hostBytes.contains(text[end]) { end += 1 }
    report.work += end - start
    while end > keyword.upperBound, !ASCII.isAlphanumeric(text[end - 1]) { end -= 1 }
    guard start < at, isMailHost(keyword.upperBound..<end), !isAuthority(before: start),
      !text[start..<at].elementsEqual("git".utf8)
    else { return }
    add(.email, start..<end)
  }

  private func isMailHost(_ host: Range<Int>) -> Bool {
    let labels = text[host].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count >= 2, let last = labels.last, 2...24 ~= last.count,
      last.allSatisfy(ASCII.isLetter), labels.allSatisfy({ 1...63 ~= $0.count }),
      labels.allSatisfy({ $0.first != UInt8(ascii: "-") })
    else { return false }
    return !Self.fileEndings.contains(
      String(decoding: last.map(ASCII.lowercased), as: UTF8.self))
  }

  /// Tells whether a name stands within `scheme://user:`, whose password is no one's address.
  private func isAuthority(before start: Int) -> Bool {
    guard start > 0, text[start - 1] == UInt8(ascii: ":") || text[start - 1] == UInt8(ascii: "/")
    else { return false }
    return text[..<start].suffix(80).reversed().prefix { !ASCII.isBlank($0) }
      .contains(UInt8(ascii: "/"))
  }
}
