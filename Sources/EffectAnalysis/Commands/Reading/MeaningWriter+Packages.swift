import ActionModel

/// Packages: by their names, and by where else they may come from.
extension MeaningWriter {
  /// A package by its name; by an address, or a path, it is what lies there.
  mutating func package(_ kind: Effect.Kind, _ word: Word, forge: Int16) {
    let source =
      word.split(at: { $0 == UInt8(ascii: "+") })?.after ?? word
    if hasScheme(source) {
      reading.meanings.append(.host(.connects, source, scheme: nil, port: nil))
      reading.meanings.append(.effect(kind, .unknown))
    } else if word.begins(with: "file:") || word.begins(with: "link:") {
      path(kind, word.dropping(5), isTree: true)
    } else if forge >= 0, isRepository(word) {
      let host = Word(table.words[Int(forge)], bytes: word.bytes)
      reading.meanings.append(.host(.connects, host, scheme: "https", port: nil))
      reading.meanings.append(.effect(kind, .unknown))
    } else if word.begins(with: "/") || word.begins(with: ".") || word.begins(with: "~")
      || isPattern(word)
    {
      path(kind, word, isTree: true)
    } else {
      reading.meanings.append(.named(kind, .package, word))
    }
  }

  /// Whether a word stands for files here, as the shell finds them: `.[dev]`.
  private func isPattern(_ word: Word) -> Bool {
    if case .segment(let pattern)? = word.parts.first { pattern.hasPrefix(".") } else { false }
  }

  /// Whether a package's name is that of a repository: `owner/name`, `x@github:owner/name`; a scope, `@owner/name`, is none.
  private func isRepository(_ word: Word) -> Bool {
    guard let text = word.constant, let first = text.utf8.first else { return false }
    let slash = UInt8(ascii: "/")
    if first == UInt8(ascii: ".") || first == UInt8(ascii: "~") || first == slash { return false }
    let slashes = text.utf8.filter { $0 == slash }.count
    guard first == UInt8(ascii: "@") else {
      return slashes == 1 || slashes > 1 && text.utf8.contains(UInt8(ascii: ":"))
    }
    return slashes > 1
  }
}
