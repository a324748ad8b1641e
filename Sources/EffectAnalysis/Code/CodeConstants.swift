/// The variables of a program that are given one constant value, and no other anywhere.
enum CodeConstants {
  static func find(in tokens: [CodeToken], of text: CodeText) -> [[UInt8]: [UInt8]] {
    var constants: [[UInt8]: [UInt8]] = [:]
    var changed: Set<[UInt8]> = []
    for index in tokens.indices where bindsBefore(tokens, index) {
      changed.formUnion(targets(tokens, before: index))
    }
    changed.formUnion(parameters(tokens))
    for index in tokens.indices where tokens[index].kind == .name {
      let name = tokens[index].value
      guard index + 1 < tokens.count, !tokens[index].isMember else { continue }
      let isAssigned = tokens[index + 1].isMark("=") && !isMark(tokens, index + 2, "=~>")
      if isAssigned, index + 2 < tokens.count, let value = value(tokens[index + 2], of: text),
        isEnd(tokens, index + 3), constants[name] == nil, beginsStatement(tokens, index)
      {
        constants[name] = value
      } else if isAssigned
        || (isMark(tokens, index + 1, "+-*/.%|&:") && isMark(tokens, index + 2, "=+-"))
        || (isMark(tokens, index + 1, "|&?") && isMark(tokens, index + 2, "|&?")
          && isMark(tokens, index + 3, "="))
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
    return ["for", "as", "getline", "foreach", "read", "case", "import"]
      .contains(tokens[index - 1].text)
  }

  /// Whether an assignment to one name can begin here, and no argument of a call.
  private static func beginsStatement(_ tokens: [CodeToken], _ index: Int) -> Bool {
    guard index > 0 else { return true }
    let last = tokens[index - 1]
    let declarators = ["const", "let", "var", "my", "our", "local", "do", "then", "else", "BEGIN"]
    guard
      last.kind == .newline || isMark(tokens, index - 1, ";{}:)")
        || (last.kind == .name && declarators.contains(last.text ?? ""))
    else { return false }
    // Within the brackets of a call, a line end is none of a statement.
    var depth = 0
    for before in stride(from: index - 1, through: max(0, index - farthest), by: -1) {
      if isMark(tokens, before, ")]}") { depth += 1 }
      if isMark(tokens, before, "([{") {
        if depth == 0 { return isMark(tokens, before, "{") }
        depth -= 1
      }
    }
    return index < farthest
  }

  /// No more tokens before an assignment are looked at.
  private static let farthest = 512

  /// Whether what stands before a token may be names that are given values: `a, b = …`, `(x, y) => …`, `for a, b in …`.
  private static func bindsBefore(_ tokens: [CodeToken], _ index: Int) -> Bool {
    guard index > 0 else { return false }
    if tokens[index].kind == .name { return ["in", "of"].contains(tokens[index].text) }
    return tokens[index].isMark("=") && !isMark(tokens, index + 1, "=~")
      && (tokens[index - 1].kind == .name || isMark(tokens, index - 1, ")]}"))
  }

  /// The names of a list, in brackets or with a type, that ends before a token; not the one that is directly assigned.
  private static func targets(_ tokens: [CodeToken], before end: Int) -> [[UInt8]] {
    var names: [[UInt8]] = []
    let isSimple = tokens[end].isMark("=") && !isMark(tokens, end + 1, ">")
    var index = isSimple && tokens[end - 1].kind == .name ? end - 2 : end - 1
    while index >= max(0, end - farthest) {
      switch tokens[index].kind {
      case .name: names.append(tokens[index].value)
      case .mark where isMark(tokens, index, ",:()[]{}*"): break
      default: return names
      }
      index -= 1
    }
    return names
  }

  /// The parameters of functions, whatever their defaults.
  private static func parameters(_ tokens: [CodeToken]) -> Set<[UInt8]> {
    var names: Set<[UInt8]> = []
    var open: Int?
    for (index, token) in tokens.enumerated() {
      if token.kind == .name {
        if ["def", "function", "lambda", "catch", "sub"].contains(token.text) {
          open = index
        } else if open != nil {
          names.insert(token.value)
        }
      } else if isMark(tokens, index, ":{;") {
        open = nil
      }
    }
    return names
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
