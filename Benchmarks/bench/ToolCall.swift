import ActionModel
import JSON

/// Makes the tool calls that are measured.
enum ToolCall {
  /// A call of about `bytes` bytes, as a coding agent edits a file: most of it one long escaped text.
  static func edit(bytes: Int) -> [UInt8] {
    let head =
      #"{"agent":{"id":"bot-7"},"session":"s-1","tool":"fs.write","args":{"path":"/srv/app/src/orders.py","mode":420,"create":true,"tags":["refactor","tests",null],"ratio":0.75,"content":""#
    let line =
      #"def total(order):\n    \"\"\"Sum of \u20ac amounts – überprüft.\"\"\"\n    return sum(i.price for i in order)\n"#
    let tail = #""},"context":{"branch":"release/2.4","attempt":3}}"#
    var text = head
    while text.utf8.count + line.utf8.count + tail.utf8.count <= bytes { text += line }
    text += String(repeating: "x", count: max(0, bytes - text.utf8.count - tail.utf8.count))
    return Array((text + tail).utf8)
  }

  /// A refund, which ten rules of `RuleSet` concern; `index` varies what they read.
  static func refund(_ index: Int) -> [UInt8] {
    let amount = amounts[index % amounts.count]
    let currency = ["EUR", "USD", "GBP", "XTS"][index % 4]
    return Array(
      """
      {"agent":{"id":"bot-\(index % 64)"},"session":"0b5c1d6e-7f44-4a53-9c1b-0000000000\(index % 16 + 10)","tool":"refunds.create",\
      "args":{"amount":\(amount),"currency":"\(currency)","order":"ord_\(100_000 + index % 1000)",\
      "reason":"damaged in transit","account":"acct/eu/\(index % 10)/main",\
      "notify":{"email":"customer@example.com","template":"refund-v2"}},\
      "context":{"channel":"chat","locale":"de-DE"}}
      """.utf8)
  }

  /// Whether the rules hold the refund of this index for a person.
  static func needsApproval(_ index: Int) -> Bool { amounts[index % amounts.count] > 5000 }

  private static let amounts = [12, 480, 501, 75, 9000, 250, 33, 1999]

  /// Parsed actions of several kinds, so that no branch is always taken the same way.
  static func refunds(_ count: Int) throws -> [Action] {
    try (0..<count).map { index in
      try Action(native: try JSONDocument.parse(refund(index)), caller: .anonymous)
    }
  }
}
