/// A server's answer to one command (RFC 5321, section 4.2).
package struct SMTPReply: Sendable, Equatable {
  package let code: Int
  /// The text of each line.
  package let lines: [String]

  /// Whether the command was done.
  var isSuccess: Bool { (200...299).contains(code) }
  /// Whether the server waits for more of it.
  var isIntermediate: Bool { (300...399).contains(code) }
}

/// Reads replies from bytes that arrive in pieces.
package struct SMTPReplyReader: Sendable {
  /// What may come in one reply: far more than servers send.
  private static let mostBytes = 16 * 1024

  private var input: [UInt8] = []

  package init() {}

  package mutating func receive(_ bytes: [UInt8]) {
    input += bytes
  }

  /// Whether nothing has come beyond the replies that were taken.
  var isEmpty: Bool { input.isEmpty }

  /// Takes the next reply; nil if more bytes are needed.
  ///
  /// - Throws: a failure where what came is no reply.
  package mutating func next() throws(DeliveryFailure) -> SMTPReply? {
    var lines: [String] = []
    var code: Int?
    var start = 0
    while let end = input[start...].firstIndex(of: UInt8(ascii: "\n")) {
      var line = input[start..<end]
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      start = end + 1
      guard start <= Self.mostBytes, line.count >= 3,
        let number = Int(String(decoding: line.prefix(3), as: UTF8.self)),
        (200...599).contains(number), code == nil || code == number
      else { throw Self.problem }
      code = number
      let separator = line.dropFirst(3).first ?? UInt8(ascii: " ")
      guard separator == UInt8(ascii: " ") || separator == UInt8(ascii: "-") else {
        throw Self.problem
      }
      lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
      if separator == UInt8(ascii: " ") {
        input.removeSubrange(..<start)
        return SMTPReply(code: number, lines: lines)
      }
    }
    guard input.count <= Self.mostBytes else { throw Self.problem }
    return nil
  }

  private static let problem = DeliveryFailure(
    "the mail server does not speak SMTP", isTemporary: true)
}
