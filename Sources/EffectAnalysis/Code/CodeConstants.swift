/// The variables of a program that are given one constant value, and no other anywhere.
enum CodeConstants {
  static func find(in tokens: [CodeToken], of text: CodeText) -> [[UInt8]: [UInt8]] {
    var constants: [[UInt8]: [UInt8]] = [:]
    var changed: Set<[UInt8]> = []
    for index in tokens.indices where tokens[index].kind == .name {
      let name = tokens[index].value
      guard index + 1 < tokens.count, !tokens[index].isMember else { continue }
      let isAssigned = tokens[index + 1].isMark("=") && !isMark(tokens, index + 2, "=~>")
      if isAssigned, index + 2 < tokens.count, let value = value(tokens[index + 2], of: text),
        isEnd(tokens, index + 3), constants[name] == nil
      {
        constants[name] = value
      } else if isAssigned
        || (isMark(tokens, index + 1, "+-*/.%|&") && isMark(tokens, index + 2, "=+-"))
        || isBound(tokens, index)
      {
        changed.insert(name)
      }
    }
    for name in changed { constants[name] = nil }
    return constants
  }

  private static func value(_ token: CodeToken, of text: CodeText) -> [UInt8]? {
    switch token.kind {
    case .string where !token.value.contains(CodeText.unknown): token.value
    case .number: Array(text.bytes[token.range])
    default: nil
    }
  }

  /// Whether a loop, a parameter or an input gives the name its values.
  private static func isBound(_ tokens: [CodeToken], _ index: Int) -> Bool {
    if index + 1 < tokens.count, tokens[index + 1].kind == .name,
      ["in", "of"].contains(tokens[index + 1].text)
    {
      return true
    }
    guard index > 0, tokens[index - 1].kind == .name else { return false }
    return ["for", "as", "getline", "foreach", "read"].contains(tokens[index - 1].text)
  }

  private static func isMark(_ tokens: [CodeToken], _ index: Int, _ marks: String) -> Bool {
    guard tokens.indices.contains(index), case .mark(let mark) = tokens[index].kind else {
      return false
    }
    return marks.utf8.contains(mark)
  }

  /// Whether a statement or an argument ends here.
  private static func isEnd(_ tokens: [CodeToken], _ index: Int) -> Bool {
    guard tokens.indices.contains(index) else { return true }
    return tokens[index].kind == .newline || isMark(tokens, index, ";,)}")
  }
}
