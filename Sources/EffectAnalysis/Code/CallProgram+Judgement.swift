/// Judges whether a program is made of nothing but what a table knows to be harmless, or knows the effects of.
///
/// Every name has to be known: a keyword, a pure function, a member that no object uses to reach anything, a variable
/// of the program. Whatever could make a name at run time (`getattr`, `eval`, `__class__`) is in no list.
extension CallProgram {
  /// Judges the modules that the program imports.
  mutating func judgeImports() {
    for module in scope.imported {
      guard let module else {
        isUnderstood = false
        continue
      }
      if !language.modules.contains(module) { isUnderstood = false }
    }
  }

  /// Judges a name that is no call of the table.
  mutating func judge(path: String, isImported: Bool, at index: Int) {
    guard isUnderstood else { return }
    isUnderstood = isKnown(path: path, isImported: isImported, at: index)
  }

  private func isKnown(path: String, isImported: Bool, at index: Int) -> Bool {
    let token = tokens[index]
    let parts = path.split(separator: ".")
    if parts.contains(where: { language.never.contains(String($0)) }) { return false }
    if !isImported, !token.isMember {
      if language.keywords.contains(path) { return true }
      if token.isVariable || scope.bound.contains(Array((parts.first ?? "").utf8)) {
        return isKnownVariable(parts, at: index)
      }
      // `f(name=1)`, `{name: 1}`.
      if parts.count == 1, isKey(index) { return true }
    }
    if token.isMember, !isImported { return areMembers(parts[...], at: index) }
    if language.pure.contains(path) { return true }
    // What a pure value offers: `sys.stdin.read`.
    var count = parts.count - 1
    while count > 0 {
      let prefix = parts[..<count].joined(separator: ".")
      if language.pure.contains("\(prefix).*") {
        return areMembers(parts[count...], at: index, isAny: true)
      }
      if language.pure.contains(prefix) { return areMembers(parts[count...], at: index) }
      count -= 1
    }
    return false
  }

  private func isKnownVariable(_ parts: [Substring], at index: Int) -> Bool {
    if parts.count > 1 { return areMembers(parts.dropFirst(), at: index) }
    // A variable of these languages may hold the name of any function.
    let isCalled = index + 1 < tokens.count && tokens[index + 1].isMark("(")
    return
      !(isCalled
      && (language.traits.contains("sigils") || language.traits.contains("lenient-members")))
  }

  private func areMembers(_ parts: ArraySlice<Substring>, at index: Int, isAny: Bool = false)
    -> Bool
  {
    let isCalled = index + 1 < tokens.count && tokens[index + 1].isMark("(")
    let isLenient = language.traits.contains("lenient-members")
    return parts.indices.allSatisfy { place in
      let isLast = place == parts.endIndex - 1
      if language.attributes.contains(String(parts[place])) { return true }
      return (isAny && isLast && isCalled) || (isLenient && !(isLast && isCalled))
    }
  }

  /// Whether the name is that of an argument or of a member in an object.
  private func isKey(_ index: Int) -> Bool {
    guard index + 1 < tokens.count else { return false }
    if tokens[index + 1].isMark(":"), language.traits.contains("lenient-members") { return true }
    return tokens[index + 1].isMark("=")
  }

  /// Judges what is no name.
  mutating func judge(_ token: CodeToken, at index: Int) {
    guard isUnderstood else { return }
    switch token.kind {
    case .string:
      if language.never.contains(where: { token.value.elementsEqual($0.utf8) }) {
        isUnderstood = false
      }
    case .regex:
      // Perl runs code inside patterns, and Ruby makes patterns of code.
      let marks = token.value
      for place in marks.indices.dropLast()
      where marks[place + 1] == UInt8(ascii: "{") && "?#@$".utf8.contains(marks[place]) {
        isUnderstood = false
      }
    case .mark(UInt8(ascii: "(")):
      // What is called here was computed.
      guard index > 0 else { return }
      let before = tokens[index - 1]
      let isDynamic =
        language.traits.contains("sigils") || language.traits.contains("lenient-members")
      if before.isMark(")") || before.isMark("]") || before.kind == .string
        || (isDynamic && before.isMark("}"))
      {
        isUnderstood = false
      }
    case .mark(UInt8(ascii: "[")):
      if index > 0, language.traits.contains("lenient-members"), !isPlainIndex(index) {
        isUnderstood = false
      }
    case .mark(UInt8(ascii: "&")):
      // `&$code`, `&{"name"}`
      let isLogical =
        (index + 1 < tokens.count && tokens[index + 1].isMark("&"))
        || (index > 0 && tokens[index - 1].isMark("&"))
      if language.traits.contains("sigils"), !isLogical { isUnderstood = false }
    case .mark(UInt8(ascii: ">")):
      // `$code->()`
      if language.traits.contains("sigils"), index > 0, tokens[index - 1].isMark("-"),
        index + 1 < tokens.count,
        tokens[index + 1].isMark("(") || tokens[index + 1].isMark("$")
          || tokens[index + 1].isVariable
      {
        isUnderstood = false
      }
    default: break
    }
  }

  /// Whether a bracket begins a list, or holds one number or string.
  private func isPlainIndex(_ index: Int) -> Bool {
    switch tokens[index - 1].kind {
    case .name where !language.keywords.contains(tokens[index - 1].text ?? ""): break
    case .mark(UInt8(ascii: ")")), .mark(UInt8(ascii: "]")), .string: break
    default: return true
    }
    guard index + 2 < tokens.count, tokens[index + 2].isMark("]") else { return false }
    return tokens[index + 1].kind == .string || tokens[index + 1].kind == .number
  }
}
