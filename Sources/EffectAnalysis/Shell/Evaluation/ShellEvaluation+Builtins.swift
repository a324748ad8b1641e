import ActionModel
import ShellSyntax

/// The builtins that steer the shell itself.
extension ShellEvaluation {
  mutating func run(
    _ builtin: Builtin, _ words: [Word], _ declared: [ShellScript.Assignment], carriesData: Bool,
    in program: Program
  ) -> Status {
    let arguments = words.dropFirst()
    // Asked for help it leaves nothing.
    if builtin.leaves, arguments.first?.constant == "--help" {
      put(.unknown)
      return .unknown
    }
    switch builtin {
    case .colon, .true: return .success
    case .false: return .failure
    case .test: return Status(test(Array(arguments)))
    case .bracket: return Status(test(Array(arguments.dropLast())))
    case .echo, .printf: return write(builtin, arguments)
    case .cd, .pushd, .popd, .dirs, .pwd: return runDirectoryBuiltin(builtin, arguments)
    case .eval: return eval(arguments)
    case .dot, .source: return source(arguments)
    case .exec: return exec(arguments, carriesData: carriesData)
    case .exit:
      state.flow = .exits
      return .unknown
    // Ends login shells only.
    case .logout: return .unknown
    case .return:
      if locals.isEmpty { return .unknown }
      state.flow = .returns
      return arguments.isEmpty ? .unknown : Status(arguments.first?.constant.map { $0 == "0" })
    case .break, .continue:
      if loopDepth == 0 { return .success }
      let count = arguments.first?.constant.flatMap { Int($0) } ?? 1
      state.flow = .leavesLoop(max(1, min(count, loopDepth)), continues: builtin == .continue)
      return .success
    case .trap: return trap(arguments)
    case .alias: return alias(arguments, declared, in: program)
    case .unalias:
      // The alias may have been used in a branch before, so it is kept beside the plain name.
      return .success
    case .command: return command(words, declared, carriesData: carriesData, in: program)
    case .builtin:
      guard let name = arguments.first?.constant, let inner = Builtin(name) else {
        return arguments.isEmpty ? .success : runUnknown(Array(arguments))
      }
      return run(inner, Array(arguments), declared, carriesData: carriesData, in: program)
    case .type, .jobs, .times, .caller, .help, .compgen:
      put(.unknown)
      if builtin == .compgen {
        for word in arguments { noteExpansion(PartialText(word), at: word.bytes) }
      }
      if builtin == .compgen, takesOption("C", arguments) || takesOption("F", arguments) {
        gap("`compgen` runs a command of its own", words)
      }
      return .unknown
    case .hash:
      if takesOption("p", arguments) { state.searchesUsualPath = false }
      return .success
    case .enable:
      if takesOption("f", arguments) { loadBuiltins(arguments) }
      return .success
    case .export, .declare, .typeset, .local, .readonly:
      return declare(builtin, arguments, declared, at: words[0].bytes, in: program)
    case .unset, .set, .shift, .shopt, .let, .read, .mapfile, .readarray, .getopts:
      return runVariableBuiltin(builtin, words)
    case .kill: return kill(arguments)
    case .wait:
      for word in arguments { noteSubscript(PartialText(word), at: word.bytes) }
      return .unknown
    case .complete where arguments.contains(where: { $0.constant?.hasPrefix("-C") == true }):
      gap("`complete` has a key run a command", words)
      return .unknown
    case .fg, .bg, .disown, .suspend, .ulimit, .umask, .complete, .compopt: return .unknown
    case .history:
      if arguments.contains(where: {
        $0.constant?.hasPrefix("-c") == true || $0.constant?.hasPrefix("-d") == true
      }) {
        var path = home
        path.append("/.bash_history")
        touch(.deletes, path.word(at: words[0].bytes))
        collector.raise(to: .irreversible)
      }
      noteHistoryFile(arguments)
      put(.unknown)
      return .success
    case .fc:
      if !arguments.contains(where: { $0.constant == "-l" }) {
        gap("`fc` runs earlier commands again", words)
      }
      return .unknown
    case .bind:
      if takesOption("x", arguments) || takesOption("f", arguments) {
        gap("`bind` has keys run commands", words)
      }
      return .success
    }
  }

  /// Runs what `echo`, `printf` and the like do as programs.
  mutating func runOutsideBuiltin(_ builtin: Builtin, _ words: [Word]) -> Status {
    let arguments = words.dropFirst()
    collector.add(.executes, .exact("/usr/bin/" + builtin.rawValue), at: words[0].bytes)
    switch builtin {
    case .echo, .printf: return write(builtin, arguments)
    case .test: return Status(test(Array(arguments)))
    case .bracket: return Status(test(Array(arguments.dropLast())))
    case .true: return .success
    case .false: return .failure
    case .kill: return kill(arguments)
    default:
      put(.unknown)
      return .unknown
    }
  }

  mutating func gap(_ why: String, _ words: [Word]) {
    collector.addGap(why, at: words.first?.bytes ?? 0..<0)
  }

  /// Whether some word may hold an option of that letter, alone or among others: `-f`, `-nf`, `-ffile`.
  private func takesOption(_ letter: Character, _ arguments: ArraySlice<Word>) -> Bool {
    arguments.contains { word in
      word.constant.map { $0.hasPrefix("-") && $0.contains(letter) } ?? true
    }
  }

  /// `enable -f file name`: builtins out of a library.
  private mutating func loadBuiltins(_ arguments: ArraySlice<Word>) {
    for (index, word) in zip(arguments.indices, arguments) {
      if word.constant == "-f", index + 1 < arguments.endIndex {
        return touch(.loads, arguments[index + 1])
      }
    }
    collector.add(.loads, .unknown, at: arguments.first?.bytes ?? currentEvidence)
    gap("`enable` loads builtins from a file that is not known", Array(arguments))
  }

  /// `history -w file`: what was typed, or set by `history -s`, is written to a file, or read from one.
  private mutating func noteHistoryFile(_ arguments: ArraySlice<Word>) {
    guard let file = arguments.last, file.constant?.hasPrefix("-") != true else { return }
    if takesOption("w", arguments) || takesOption("a", arguments) {
      touch(.writes, file)
      collector.raise(to: .recoverable)
    } else if takesOption("r", arguments) || takesOption("n", arguments) {
      touch(.reads, file)
    }
  }

  // MARK: Output

  private mutating func write(_ builtin: Builtin, _ arguments: ArraySlice<Word>) -> Status {
    if builtin == .printf, let option = arguments.first?.constant, option.hasPrefix("-v") {
      guard option != "-v" else { return printfInto(arguments.dropFirst()) }
      let name = Word(String(option.dropFirst(2)), bytes: arguments[arguments.startIndex].bytes)
      return printfInto([name] + arguments.dropFirst())
    }
    guard isCapturing else { return .success }
    if builtin == .echo {
      if state.mayBeOtherShell, !isPlain(arguments) {
        put(.unknown)
        return .success
      }
      put(Printf.echo(arguments.map { PartialText($0) }) ?? .unknown)
    } else {
      put(formatted(arguments))
    }
    return .success
  }

  /// Whether every shell's `echo` puts out the same: there are neither escapes nor options but `-n`.
  private func isPlain(_ arguments: ArraySlice<Word>) -> Bool {
    for (offset, word) in arguments.enumerated() {
      if offset == 0, word.begins(with: "-"), word.constant != "-n" { return false }
      for case .text(let text) in word.parts where text.utf8.contains(UInt8(ascii: "\\")) {
        return false
      }
    }
    return true
  }

  private func formatted(_ arguments: ArraySlice<Word>) -> Stream {
    var arguments = arguments
    if arguments.first?.constant == "--" { arguments = arguments.dropFirst() }
    guard let format = arguments.first?.constant else { return .unknown }
    return Printf.format(format, arguments.dropFirst().map { PartialText($0) }) ?? .unknown
  }

  private mutating func printfInto(_ arguments: ArraySlice<Word>) -> Status {
    guard let word = arguments.first, let name = word.constant else {
      gap("a variable is set whose name is not known", Array(arguments.prefix(1)))
      return .unknown
    }
    noteSubscript(PartialText(word), at: word.bytes)
    let stream = formatted(arguments.dropFirst())
    var text = PartialText.anything
    if let bytes = stream.bytes {
      text = PartialText()
      text.append(bytes)
    } else {
      text = stream.script
    }
    assignByName(name, text, carriesData: carriesData, at: word.bytes)
    return .success
  }

  /// Assigns to `name` or `name[key]`.
  mutating func assignByName(
    _ name: String, _ text: PartialText, carriesData: Bool, at bytes: Range<Int>
  ) {
    guard let bracket = name.firstIndex(of: "["), name.hasSuffix("]") else {
      assign(name, key: nil, text, isAppend: false, carriesData: carriesData, at: bytes)
      return
    }
    let key = PartialText(String(name[name.index(after: bracket)...].dropLast()))
    assign(
      String(name[..<bracket]), key: key, text, isAppend: false, carriesData: carriesData, at: bytes
    )
  }

  // MARK: Texts that run

  private mutating func eval(_ arguments: ArraySlice<Word>) -> Status {
    guard let first = arguments.first, let last = arguments.last else { return .success }
    var text = PartialText()
    for (offset, word) in arguments.enumerated() {
      if offset == 0, word.constant == "--" { continue }
      if !text.isEmpty { text.append(" ") }
      text.append(PartialText(word))
    }
    let bytes = first.bytes.lowerBound..<max(first.bytes.upperBound, last.bytes.upperBound)
    return evaluate(text, at: bytes)
  }

  private mutating func source(_ arguments: ArraySlice<Word>) -> Status {
    guard let word = arguments.first else { return .failure }
    if let text = word.constant, case .descriptor(0)? = SpecialPath(text),
      written(at: text) == nil
    {
      guard input.isPresent else { return .success }
      return evaluate(input.script, at: word.bytes)
    }
    guard let path = path(of: PartialText(word)), let content = written(at: path) else {
      touch(.loads, word)
      return .unknown
    }
    if !path.hasPrefix("/dev/fd/") { touch(.loads, word) }
    return evaluate(content.script, at: word.bytes)
  }

  private mutating func exec(_ arguments: ArraySlice<Word>, carriesData: Bool) -> Status {
    var words = arguments
    while let option = words.first?.constant, option.hasPrefix("-"), option.utf8.count > 1 {
      words = words.dropFirst(option.hasSuffix("a") && option != "--" ? 2 : 1)
      if option == "--" { break }
    }
    guard !words.isEmpty else {
      keepsRedirections = true
      return .success
    }
    let status = runProgram(Array(words), carriesData: carriesData)
    if !state.survivesExec { state.flow = .exits }
    return status
  }

  private mutating func trap(_ arguments: ArraySlice<Word>) -> Status {
    guard let first = arguments.first else { return .success }
    if let text = first.constant {
      if text.isEmpty || text == "-" || text == "-p" || text == "-l" || Int(text) != nil {
        return .success
      }
      if text == "--" { return trap(arguments.dropFirst()) }
    }
    let trap = ShellState.Trap(
      text: PartialText(first), evidence: first.bytes, shell: shells,
      isRunBetweenCommands: arguments.dropFirst().contains { word in
        word.constant.map { ShellEvaluation.conditions.contains($0.uppercased()) } ?? true
      })
    if state.traps.count < 16 { state.traps.append(trap) } else { gap("too many traps", [first]) }
    return .success
  }

  /// The conditions of traps that come up while the script goes on.
  private static let conditions: Set<String> = [
    "DEBUG", "ERR", "RETURN", "CHLD", "SIGCHLD", "17",
  ]

  private mutating func alias(
    _ arguments: ArraySlice<Word>, _ declared: [ShellScript.Assignment], in program: Program
  ) -> Status {
    for word in arguments {
      guard let text = word.constant else {
        gap("an alias is defined that is not known", [word])
        continue
      }
      if let equals = text.firstIndex(of: "=") {
        define(String(text[..<equals]), String(text[text.index(after: equals)...]), word.bytes)
      }
    }
    for assignment in declared {
      guard case .word(let word) = assignment.value else { continue }
      let value = expandText(word, in: program)
      let bytes = program.evidence(assignment.range)
      guard let text = value.constant else {
        collector.addGap("an alias is defined that is not known", at: bytes)
        continue
      }
      define(program.text(assignment.name), text, bytes)
    }
    return .success
  }

  private mutating func define(_ name: String, _ text: String, _ bytes: Range<Int>) {
    if state.aliases.count < 64 {
      state.aliases[name] = PartialText(text)
    } else {
      collector.addGap("too many aliases", at: bytes)
    }
  }

  private mutating func command(
    _ words: [Word], _ declared: [ShellScript.Assignment], carriesData: Bool, in program: Program
  ) -> Status {
    var rest = words.dropFirst()
    while let option = rest.first?.constant, option.hasPrefix("-"), option.utf8.count > 1 {
      if option == "-v" || option == "-V" {
        if let name = rest.dropFirst().first?.constant, Builtin(name) == nil {
          var stream = Stream()
          stream.append(run: .lines([.text("/usr/bin/" + name)]))
          put(stream)
        } else {
          put(.unknown)
        }
        return .unknown
      }
      rest = rest.dropFirst()
      if option == "--" { break }
    }
    guard let name = rest.first?.constant else {
      return rest.isEmpty ? .success : runUnknown(Array(rest))
    }
    if let builtin = Builtin(name) {
      return run(builtin, Array(rest), declared, carriesData: carriesData, in: program)
    }
    return runProgram(Array(rest), carriesData: carriesData)
  }

  private mutating func kill(_ arguments: ArraySlice<Word>) -> Status {
    var rest = arguments
    while let option = rest.first?.constant, option.hasPrefix("-"), rest.count > 1 || option == "-l"
    {
      if option == "-0" || option == "-l" || option == "-L" {
        put(.unknown)
        return .unknown
      }
      rest = rest.dropFirst(option == "-s" || option == "-n" ? 2 : 1)
      if option == "--" { break }
    }
    for word in rest {
      let name = word.constant ?? "*"
      collector.add(.deletes, .named(NamedTarget(space: .process, name: name)), at: word.bytes)
      collector.raise(to: .recoverable)
    }
    return .unknown
  }
}
