import ActionModel

/// The environment of a program, in which keys and passwords often stand.
extension CallProgram {
  /// Notes that the program reads all of the environment, or sets some of it; tells whether the name stands for it.
  mutating func noteEnvironment(_ path: String, at index: Int, _ findings: inout CodeFindings)
    -> Bool
  {
    guard !language.environments.isEmpty else { return false }
    if language.environments.contains(path) {
      if isVariable(indexedAt: index) || isSearched(index) { return true }
      if isSet(behind: index) { isUnderstood = false }
    } else {
      guard let dot = path.lastIndex(of: "."),
        language.environments.contains(String(path[..<dot]))
      else { return false }
      // `process.env.PATH = …`
      if isSet(behind: index) { isUnderstood = false }
      // `os.environ.items()`; `.get` is known for itself.
      let member = String(path[path.index(after: dot)...])
      guard !language.pure.contains(path), language.attributes.contains(member) else {
        return false
      }
      if Self.setters.contains(member) { isUnderstood = false }
    }
    findings.add(.path(.reads, text.word("/proc/self/environ".utf8), isTree: false))
    return true
  }

  /// The members that change what a mapping holds.
  private static let setters: Set<String> = ["update", "setdefault", "pop", "popitem", "clear"]

  /// Whether something is assigned to the name: `=`, `|=`, `+=`, `||=`.
  private func isSet(behind index: Int) -> Bool {
    var next = index + 1
    while next < tokens.count, next <= index + 2,
      ["|", "+", "&", "?"].contains(where: { tokens[next].isMark($0) })
    {
      next += 1
    }
    guard next < tokens.count, tokens[next].isMark("=") else { return false }
    return
      !(next + 1 < tokens.count && (tokens[next + 1].isMark("=") || tokens[next + 1].isMark(">")))
  }

  /// Whether one variable is read: `environ["HOME"]`. Setting one is not understood, since programs started later obey.
  private mutating func isVariable(indexedAt index: Int) -> Bool {
    guard index + 3 < tokens.count, tokens[index + 1].isMark("["),
      tokens[index + 2].kind == .string,
      tokens[index + 3].isMark("]")
    else { return false }
    let isSet = index + 4 < tokens.count && tokens[index + 4].isMark("=")
    let isCompared = index + 5 < tokens.count && tokens[index + 5].isMark("=")
    if isSet, !isCompared { isUnderstood = false }
    return true
  }

  /// Whether it is only asked for a name: `"HOME" in environ`.
  private func isSearched(_ index: Int) -> Bool {
    guard index >= 2, tokens[index - 1].text == "in" else { return false }
    return tokens[index - 2].kind == .string || tokens[index - 2].text == "not"
  }
}
