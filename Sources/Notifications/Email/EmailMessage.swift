import ByteParsing
import Calendar

/// A plain-text message as it is sent (RFC 5322 and MIME): text of any language, and lines of any length.
struct EmailMessage: Sendable {
  var from: EmailAddress
  var to: [EmailAddress]
  /// Any text; what is not printable ASCII is encoded.
  var subject: String
  var text: String
  /// Tells the message from all others; letters, digits, `_` and `-`.
  var id: String
  /// Nanoseconds since 1970.
  var date: Int64

  /// The message with its line ends, none of its lines longer than 998 bytes.
  var bytes: [UInt8] {
    var output: [UInt8] = []
    let time = MessageDate.text(secondsSince1970: Int(date / 1_000_000_000))
    for (name, value) in [
      ("Date", "\(time) +0000"), ("From", from.description),
      ("To", to.map(\.description).joined(separator: ",\r\n ")),
      ("Subject", Self.encodedWords(subject)), ("Message-ID", "<\(id)@\(from.domain)>"),
      ("Auto-Submitted", "auto-generated"), ("MIME-Version", "1.0"),
      ("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "base64"),
    ] {
      output += "\(name): \(value)\r\n".utf8
    }
    output += "\r\n".utf8
    // Lines of text end in CR LF, also within base64 (RFC 2046, section 4.1.1).
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let content = Array(lines.joined(separator: "\r\n".utf8)) + Array("\r\n".utf8)
    var letters = Array(Base64.encode(content).utf8)[...]
    while !letters.isEmpty {
      output += letters.prefix(76)
      output += "\r\n".utf8
      letters = letters.dropFirst(76)
    }
    return output
  }

  /// Writes text as a field may hold it: encoded words, on lines of at most 76 letters (RFC 2047, section 2), unless it is short ASCII.
  private static func encodedWords(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && text.utf8.count <= 60
    // What looks like an encoded word would be read as one.
    if isPlain, !text.contains(bytes: "=?") { return text }
    var words: [String] = []
    var word: [UInt8] = []
    for character in text.unicodeScalars {
      let bytes = Array(String(character).utf8)
      // 39 bytes are 52 letters, so that the first line has room for its name; a word never ends within a character.
      if word.count + bytes.count > 39 {
        words.append("=?utf-8?B?\(Base64.encode(word))?=")
        word = []
      }
      word += bytes
    }
    words.append("=?utf-8?B?\(Base64.encode(word))?=")
    return words.joined(separator: "\r\n ")
  }
}
