import JSON

/// `operand.startsWith("part")` and its like: tests a JSON string where it lies, unless it is written with escapes.
final class TextTestNode: ConditionNode {
  private let test: TextTest
  private let operand: any Node
  private let part: String
  private let bytes: [UInt8]

  init(_ test: TextTest, _ operand: any Node, _ part: String) {
    self.test = test
    self.operand = operand
    self.part = part
    bytes = Array(part.utf8)
  }

  func test(_ frame: inout Frame) throws(EvaluationFailure) -> Bool {
    let value = try operand.evaluateLazily(&frame)
    try frame.budget.spend()
    let bytes = bytes
    switch value {
    case .string(let text):
      return try test.holds(text.utf8Span.span, bytes.span, &frame.budget)
    case .json(let json) where json.isString:
      // The content without its quotes, as far as the test reads it.
      var content = json.rawBytes.dropFirst().dropLast()
      if test == .startsWith { content = content.prefix(bytes.count) }
      try frame.budget.spend(bytes: content.count)
      if !content.contains(UInt8(ascii: "\\")) {
        return try test.holds(content.span, bytes.span, &frame.budget)
      }
      guard case .string(let text) = try value.resolved() else { break }
      return try test.holds(text.utf8Span.span, bytes.span, &frame.budget)
    default: break
    }
    throw .noOverload(test.rawValue, value, .string(part))
  }
}
