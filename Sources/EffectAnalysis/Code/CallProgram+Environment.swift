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
    } else {
      // `os.environ.items()`; `.get` is known for itself.
      guard let dot = path.lastIndex(of: "."), !language.pure.contains(path),
        language.environments.contains(String(path[..<dot])),
        language.attributes.contains(String(path[path.index(after: dot)...]))
      else { return false }
    }
    findings.add(.path(.reads, text.word("/proc/self/environ".utf8), isTree: false))
    return true
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
