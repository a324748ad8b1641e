extension Scan {
  private static let authorityEnds = ByteSet(members: "/?# \t\r\n\"'<>`\\{}|^")

  /// Reports the password in `scheme://user:password@host`; says where the URL begins.
  mutating func urlPassword(at keyword: Range<Int>) {
    let limit = min(text.count, keyword.upperBound + 256)
    var index = keyword.upperBound
    var colon: Int?
    var at: Int?
    while index < limit, !Self.authorityEnds.contains(text[index]) {
      if text[index] == UInt8(ascii: ":"), colon == nil { colon = index }
      if text[index] == UInt8(ascii: "@") { at = index }
      index += 1
    }
    report.work += index - keyword.upperBound
    guard let colon, let at, colon + 1 < at else { return }
    let (user, value) = (keyword.upperBound..<colon, colon + 1..<at)
    guard value.count >= 3, !Placeholder.isTemplate(text, value) else { return }
    let secret = text[value]
    guard secret.first != UInt8(ascii: "$"), secret.first != UInt8(ascii: "%"),
      secret.first != UInt8(ascii: "["), !secret.elementsEqual(text[user])
    else { return }
    for word in ["password", "passwd", "pass", "pwd", "secret", "token"]
    where value.count == word.utf8.count
      && text.containsFolded(Array(word.utf8), in: value)
    {
      return
    }
    add(.urlPassword, value)
  }
}
