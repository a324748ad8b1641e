import ActionModel
import ByteParsing

/// The environment of programs: what they do because of a variable's value.
extension ShellEvaluation {
  /// Notes what programs will do because of a variable's value: load a library, run a command.
  mutating func noteMeaning(of name: String, at bytes: Range<Int>) {
    guard let meaning = EnvironmentVariable.meaning(of: name) else { return }
    note(meaning, of: name, value(of: name), at: bytes)
  }

  /// Notes what a program's environment has it do, as `env` sets it for one command.
  mutating func noteSetting(_ name: String, _ value: Word) {
    guard let meaning = EnvironmentVariable.meaning(of: name) else { return }
    let usual = state.searchesUsualPath
    note(meaning, of: name, PartialText(value), at: value.bytes)
    state.searchesUsualPath = usual
    if case .searchPath = meaning, value.constant != nil {
      collector.addGap("another search path may start other programs", at: value.bytes)
    }
  }

  private mutating func note(
    _ meaning: EnvironmentVariable.Meaning, of name: String, _ value: PartialText,
    at bytes: Range<Int>
  ) {
    if value.isEmpty { return }
    switch meaning {
    case .searchPath:
      search(EnvironmentVariable.paths(in: value), at: bytes)
    case .loadsPaths:
      for path in EnvironmentVariable.paths(in: value) where !path.isEmpty {
        touch(.loads, path.word(at: bytes), isTree: name.hasSuffix("PATH") || name.hasSuffix("LIB"))
      }
    case .writesPath(let isTree):
      // What is no path is a switch or a number: `GIT_TRACE=1`.
      guard value.constant?.utf8.contains(UInt8(ascii: "/")) != false else { return }
      touch(.writes, value.word(at: bytes), isTree: isTree)
      collector.raise(to: .recoverable)
    case .runsFile:
      noteExpansion(value, at: bytes)
      if let path = path(of: value), let content = written(at: path) {
        if !path.hasPrefix("/dev/fd/") { touch(.loads, value.word(at: bytes)) }
        runLater(content.script, at: bytes)
      } else {
        touch(.loads, value.word(at: bytes))
      }
    case .runsCommand:
      guard value.constant != nil else {
        // `CC=$(which gcc)`
        if isInstalledProgram(value) { return touch(.executes, value.word(at: bytes)) }
        collector.addGap("`\(name)` is given a command that is not known", at: bytes)
        return
      }
      runLater(value, at: bytes)
    case .expands: noteExpansion(value, at: bytes)
    case .connects: reach(.connects, host(value.word(at: bytes), scheme: nil, port: nil), at: bytes)
    case .unclear:
      collector.addGap(
        "`\(name)` sets what a program does, in a way that is not analysed", at: bytes)
    case .options(let dangerous):
      guard let text = value.constant else {
        collector.addGap("`\(name)` is given options that are not known", at: bytes)
        return
      }
      if dangerous.contains(where: { text.contains(bytes: $0) }) {
        collector.add(.loads, .unknown, at: bytes)
        collector.addGap("`\(name)` has a program load more code", at: bytes)
      }
    }
  }

  /// Whether a text is the path of a program in one of the usual directories, whichever it is.
  private func isInstalledProgram(_ value: PartialText) -> Bool {
    guard value.parts.count == 2, case .text(let directory) = value.parts[0],
      case .segment = value.parts[1], directory.hasSuffix("/")
    else { return false }
    return CommandName.usualDirectories.contains(String(directory.dropLast()))
  }

  /// Says that a text is expanded once more than it seems, where that runs a command.
  mutating func noteExpansion(_ text: PartialText, at bytes: Range<Int>) {
    let runs = text.parts.contains { part in
      guard case .text(let known) = part else { return false }
      return known.contains(bytes: "$(") || known.utf8.contains(UInt8(ascii: "`"))
        || known.contains(bytes: "${")
    }
    guard runs else { return }
    collector.add(.executes, .unknown, at: bytes)
    collector.addGap("a text is expanded once more, and runs commands", at: bytes)
  }

  /// Says so of a name with a subscript, which the shell expands even in quotes.
  mutating func noteSubscript(_ name: PartialText, at bytes: Range<Int>) {
    guard
      name.parts.contains(where: {
        if case .text(let text) = $0 { text.utf8.contains(UInt8(ascii: "[")) } else { false }
      })
    else { return }
    noteExpansion(name, at: bytes)
  }

  /// Runs a command that a program will run: an editor or pager alone does nothing of its own.
  private mutating func runLater(_ command: PartialText, at bytes: Range<Int>) {
    let isAlone = command.constant?.utf8.allSatisfy { byte in
      (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || (0x2D...0x39).contains(byte)
    }
    if isAlone == true, let name = command.constant, !ShellEvaluation.shells.contains(name) {
      touch(
        .executes,
        name.utf8.contains(UInt8(ascii: "/"))
          ? command.word(at: bytes) : Word(ShellEvaluation.programs + name, bytes: bytes))
      return
    }
    let outer = output
    output = nil
    _ = inSubshell { $0.evaluate(command, at: bytes) }
    output = outer
  }

  /// Takes a new search path: programs may come from every directory that is none of the system's.
  private mutating func search(_ paths: [PartialText], at bytes: Range<Int>) {
    var isUsual = false
    for path in paths {
      if EnvironmentVariable.isInherited(path) {
        isUsual = true
      } else if let known = path.constant, CommandName.usualDirectories.contains(known) {
        isUsual = true
      } else {
        // An empty entry is the directory that one is in.
        let directory = path.isEmpty ? PartialText(".") : path
        touch(.executes, directory.word(at: bytes), isTree: true)
      }
    }
    state.searchesUsualPath = isUsual
  }
}
