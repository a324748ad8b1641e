import ActionModel
import ByteParsing
import UnicodeText

/// Programs: what the command table says of their arguments, turned into effects.
extension ShellEvaluation {
  /// The directory of programs whose place is not written.
  static let programs = "/usr/bin/"

  /// Runs a program by its name or path.
  mutating func runProgram(_ words: [Word], carriesData: Bool) -> Status {
    guard let first = words.first else { return .success }
    guard var name = first.constant else { return runUnknown(words) }
    if name.isEmpty { return .failure }
    // A prompt stands before the command that is meant.
    if name == "$" {
      let meant = words.drop { $0.constant == "$" }
      return runProgram(Array(meant), carriesData: carriesData)
    }
    // No system has a program of the name of an option: such a line was torn out of its place. `-x/../y` is a path.
    if name.utf8.first == UInt8(ascii: "-"), !name.utf8.contains(UInt8(ascii: "/")),
      state.searchesUsualPath
    {
      return .failure
    }
    guard step(at: first.bytes) else { return .unknown }
    let mayRunAgain = mayRunAgain
    if mayRunAgain, let past = pastRuns[first.bytes.lowerBound], past.words == words,
      past.circumstances == circumstances(carriesData: carriesData)
    {
      return runAgain(past)
    }
    let before = (steps: budget.steps, readings: collector.readings)
    let files = mayRunAgain ? state.written : nil
    var isPath = false
    let look = ShellEvaluation.look(at: name)
    if look.isNoName {
      collector.addGap("no program is called `\(Escaped.text(name))`", at: first.bytes)
    }
    if look.hasSlash {
      if name.contains(bytes: "://") {
        collector.add(.executes, .unknown, at: first.bytes)
        collector.addGap("a program is taken from an address", at: first.bytes)
        put(.unknown)
        return .unknown
      }
      touch(.executes, first)
      if let status = runWritten(first, words) { return status }
      if let usual = CommandName.usual(name) { name = usual } else { isPath = true }
    } else if state.searchesUsualPath {
      collector.add(.executes, .exact(ShellEvaluation.programs + name), at: first.bytes)
    } else {
      collector.add(.executes, .unknown, at: first.bytes)
      collector.addGap(
        "`PATH` says where `\(Escaped.text(name))` comes from, and not the system", at: first.bytes)
    }
    let call = CommandCall(
      name: Word(name, bytes: first.bytes), arguments: words.dropFirst(), home: home.constant)
    guard let reading = table.read(call) else {
      if isPath {
        // What a program at a path does is up to whoever put it there; that it runs is what there is to say.
        collector.raise(to: isInProject(first) ? .recoverable : .unknown)
      } else {
        collector.addGap("the command `\(Escaped.text(name))` is not known", at: first.bytes)
      }
      put(.unknown)
      return .unknown
    }
    let produced = isCapturing ? result(of: name, call.arguments, reading) : nil
    let outer = output
    let isRepeated = isCapturing && produced == nil && ShellEvaluation.repeating.contains(name)
    if produced != nil { output = nil } else if isRepeated { output = Stream() }
    let (evidence, byGit) = (currentEvidence, isGit)
    currentEvidence = first.bytes
    isGit = name.hasPrefix("git") || name == "bfg"
    apply(reading, name: name, carriesData: carriesData)
    (currentEvidence, isGit) = (evidence, byGit)
    if let produced {
      output = outer
      put(produced)
    } else if isRepeated {
      // Of lines that are alike it does not matter how many there are.
      let each = output ?? .unknown
      output = outer
      put(each.lineParts == nil ? .unknown : each)
    }
    if let files, isMereEffect(reading, of: name), files == state.written {
      pastRuns[first.bytes.lowerBound] = PastRun(
        words: words, circumstances: circumstances(carriesData: carriesData),
        steps: budget.steps - before.steps, readings: collector.readings - before.readings,
        produced: produced)
    }
    return .unknown
  }

  /// Runs a program again that has told all it has to.
  private mutating func runAgain(_ past: PastRun) -> Status {
    charge(past.steps)
    collector.repeatReadings(past.readings)
    if let produced = past.produced { put(produced) }
    return .unknown
  }

  /// Tells whether a program's name is a path, and whether text meant for another reader came to stand for it: `'|id|'`,
  /// `%0Aid`.
  private static func look(at name: String) -> (hasSlash: Bool, isNoName: Bool) {
    let bytes = name.utf8.span
    var look = (hasSlash: false, isNoName: false)
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "/"): look.hasSlash = true
      case UInt8(ascii: "|"), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "<"),
        UInt8(ascii: ">"), UInt8(ascii: "%"), UInt8(ascii: "`"), UInt8(ascii: "\n"), 0...8:
        look.isNoName = true
      default: break
      }
    }
    return look
  }

  /// What a command puts out; nil where the commands that it runs will say.
  private mutating func result(
    of name: String, _ arguments: ArraySlice<Word>, _ reading: CommandReading
  ) -> Stream? {
    if TextCommand.isKnown(name) {
      let texts = arguments.compactMap(\.constant)
      let input = input.bytes
      charge(forBytes: input?.count ?? 0)
      if texts.count == arguments.count, let bytes = TextCommand.run(name, texts, input: input) {
        charge(forBytes: bytes.count)
        return Stream(bytes)
      }
    }
    if let lines = keptLines(by: name, arguments) { return lines }
    if let line = PrintedLine.of(name, arguments) {
      var stream = Stream()
      stream.append(run: .lines(line.parts))
      return stream
    }
    if let parts = reading.output {
      var stream = Stream()
      stream.append(run: .lines(parts))
      return stream
    }
    // These put out more than what the command does.
    if name == "watch" || name == "entr" { return .unknown }
    for meaning in reading.meanings {
      switch meaning {
      case .runs, .shell, .runsInput: return nil
      case .runsEach:
        return input.isPresent && input.stream.lineTexts != nil ? nil : .unknown
      default: break
      }
    }
    return .unknown
  }

  /// The commands that run others as often as there are files.
  private static let repeating = NameTable(
    names: ["find", "gfind", "fd", "fdfind", "parallel"])

  /// The lines that a command takes some of, or puts in another order.
  private func keptLines(by name: String, _ arguments: ArraySlice<Word>) -> Stream? {
    guard input.isPresent, let parts = input.stream.lineParts,
      TextCommand.keepsLines(name, arguments.map(Self.spelling))
    else { return nil }
    var stream = Stream()
    stream.append(run: .lines(parts))
    return stream
  }

  /// A word as it is written; `-$n` and `-n $n` are taken for numbers, as the environment gives them.
  private static func spelling(_ word: Word) -> String? {
    word.parts == [.text("-"), .given] ? "-1" : word.constant
  }

  /// Runs a file that the script itself has written, or that is the other end of a substitution.
  private mutating func runWritten(_ word: Word, _ words: [Word]) -> Status? {
    guard !state.written.isEmpty, let path = path(of: PartialText(word)),
      let content = written(at: path)
    else { return nil }
    let text = content.script
    guard let known = text.constant, isShellScript(known) else {
      runOpaque("a file is run that was written just before", at: word.bytes)
      return .unknown
    }
    return runShell(text, arguments: words.map { PartialText($0) }, at: word.bytes)
  }

  /// Whether a script's first line leaves it to a shell.
  private func isShellScript(_ text: String) -> Bool {
    guard text.hasPrefix("#!") else { return true }
    let line = text.prefix { $0 != "\n" }
    return line.split(whereSeparator: { $0 == "/" || $0 == " " }).contains {
      $0 == "sh" || $0 == "bash" || $0 == "dash" || $0 == "ksh" || $0 == "zsh"
    }
  }

  private mutating func isInProject(_ word: Word) -> Bool {
    guard let path = path(of: PartialText(word)) else { return false }
    return scene.projects.contains { path == $0 || path.hasPrefix($0 + "/") }
  }

  // MARK: Meanings

  /// Turns a reading into effects.
  mutating func apply(_ reading: CommandReading, name: String, carriesData: Bool) {
    collector.raise(to: reading.reversibility)
    let directories = state.directories
    let mayBeOtherShell = state.mayBeOtherShell
    if ShellEvaluation.shells.contains(name) {
      state.mayBeOtherShell = name != "bash" && name != "rbash"
    }
    defer {
      if state.mayBeOtherShell != mayBeOtherShell { state.mayBeOtherShell = mayBeOtherShell }
    }
    var changed = false
    var connections: [(TargetSet, Range<Int>)] = []
    var sends = false
    for meaning in reading.meanings where !isExhausted {
      switch meaning {
      case .path(let kind, let word, let isTree):
        touchPath(kind, word, isTree: isTree, by: name)
      case .listed(let kind, let word): touchListed(kind, in: word)
      case .searches(let word): search(word)
      case .host(let kind, let word, let scheme, let port):
        let target = host(word, scheme: scheme, port: port)
        reach(kind, target, at: word.bytes)
        if kind == .connects { connections.append((target, word.bytes)) }
        if kind == .sends { sends = true }
      case .named(let kind, let space, let word):
        let target = word.constant.map { TargetSet.named(NamedTarget(space: space, name: $0)) }
        collector.add(kind, target ?? .unknown, at: word.bytes)
      case .runs(let words, let hasFurther):
        runs(
          words, hasFurther: hasFurther ? reading.splitting : nil, carriesData: carriesData)
      case .runsEach(let words, let placeholder):
        runsEach(words, placeholder, splitting: reading.splitting, carriesData)
      case .runsElsewhere(let words): runElsewhere(words)
      case .runsInside(let words, let space, let name):
        runInside(words, space, name, isElsewhere: state.directories != directories)
      case .shell(let text, let arguments):
        _ = descend(at: text.bytes) { evaluation in
          evaluation.runShell(
            PartialText(text), arguments: arguments.map { PartialText($0) }, at: text.bytes)
        }
      case .code(let language, let word): runCode(language, word, carriesData: carriesData)
      case .runsInput(let language): runInput(language, name: name, carriesData: carriesData)
      case .changesDirectory(let word):
        changeDirectory(to: word)
        changed = true
      case .sets(let name, let value): noteSetting(name, value)
      case .within(let word):
        state.directories = state.directories.changed(
          to: destinations(of: word), maySucceedOnly: true)
      case .unknown(let bytes, let why): collector.addGap(why, at: bytes)
      case .effect(let kind, let target):
        collector.add(kind, target, at: currentEvidence)
      }
    }
    if !connections.isEmpty { markDownloads(reading) }
    if !changed, state.directories != directories { state.directories = directories }
    if !sends, !connections.isEmpty, carriesData || (input.isPresent && input.carriesData) {
      for (target, bytes) in connections { reach(.sends, target, at: bytes) }
    }
  }

  private mutating func touchPath(_ kind: Effect.Kind, _ word: Word, isTree: Bool, by name: String)
  {
    if !state.written.isEmpty, kind == .executes || kind == .loads || kind == .reads,
      let path = path(of: PartialText(word)), let content = written(at: path)
    {
      if kind == .reads {
        if path.hasPrefix("/dev/fd/") { return }
      } else {
        if !path.hasPrefix("/dev/fd/") { touch(kind, word, isTree: isTree) }
        if ShellEvaluation.shells.contains(name) {
          _ = descend(at: word.bytes) {
            $0.runShell(
              content.script, arguments: [PartialText(word)], mayHaveMore: true, at: word.bytes)
          }
        } else if content.script.constant != nil {
          runCode(
            name.filter { $0.isLetter }, content.script.word(at: word.bytes), carriesData: false)
        } else {
          runOpaque("a file is run that was written just before", at: word.bytes)
        }
        return
      }
    }
    if let pipe = pipe(in: word, by: name) {
      _ = descend(at: word.bytes) { $0.runShell(PartialText(pipe), arguments: [], at: word.bytes) }
      return
    }
    touch(kind, word, isTree: isTree)
  }

  /// The command in a name that programs open as a pipe: `|sh`, and with perl `id|` too (perlop, `<>`).
  func pipe(in word: Word, by name: String) -> String? {
    guard let text = word.constant, let first = text.utf8.first else { return nil }
    if first == UInt8(ascii: "|") { return String(text.dropFirst()) }
    if text.hasPrefix("%pipe%") { return String(text.dropFirst(6)) }
    guard name.hasPrefix("perl"), text.utf8.last == UInt8(ascii: "|") else { return nil }
    return String(text.dropLast())
  }

  /// Remembers which files hold what came from the network, in case they are run.
  private mutating func markDownloads(_ reading: CommandReading) {
    for case .path(.writes, let word, isTree: false) in reading.meanings
    where state.written.count < 64 {
      if let path = path(of: PartialText(word)) { state.written[path] = .unknown }
    }
  }

  /// The programs that run shell scripts.
  static let shells = NameTable(
    names: ["sh", "bash", "dash", "ksh", "zsh", "ash", "busybox", "rbash", "mksh"])

  /// Runs another command; further arguments, where there are some, flow in.
  private mutating func runs(
    _ words: [Word], hasFurther splitting: Stream.Splitting?, carriesData: Bool
  ) {
    var words = words
    let outer = input
    defer { input = outer }
    if let splitting {
      let bytes = words.last?.bytes ?? 0..<0
      if input.isPresent, let further = input.stream.arguments(splitting) {
        for text in further.prefix(64) { words.append(text.word(at: bytes)) }
        if further.count > 64 { words.append(PartialText.sum(further).word(at: bytes)) }
      } else {
        words.append(Word(parts: [.anything], bytes: bytes))
      }
      input = .none
    }
    _ = descend(at: words.first?.bytes ?? 0..<0) { evaluation in
      evaluation.runFromOutside(words, carriesData: carriesData)
    }
  }

  private mutating func runsEach(
    _ words: [Word], _ placeholder: String, splitting: Stream.Splitting, _ carriesData: Bool
  ) {
    let lines = input.isPresent ? input.stream.wholeArguments(splitting) : nil
    let outer = input
    input = .none
    defer { input = outer }
    let known = lines ?? [.anything]
    for line in known.count > 16 ? [PartialText.sum(known)] : known where !isExhausted {
      let filled = words.map { $0.replacing(placeholder, with: line.parts) }
      _ = descend(at: words.first?.bytes ?? 0..<0) { evaluation in
        evaluation.runFromOutside(filled, carriesData: carriesData)
      }
    }
  }

  /// Runs what another program starts: builtins count only where a program of that name exists too.
  private mutating func runFromOutside(_ words: [Word], carriesData: Bool) -> Status {
    guard let name = words.first?.constant else { return runUnknown(words) }
    if let builtin = Builtin(name), builtin.isProgramToo {
      return runOutsideBuiltin(builtin, words)
    }
    return runProgram(words, carriesData: carriesData)
  }

  private mutating func runCode(
    _ language: String, _ word: Word, mayHaveArguments: Bool = false, carriesData: Bool
  ) {
    if ShellEvaluation.shells.contains(language) {
      _ = descend(at: word.bytes) {
        $0.runShell(
          PartialText(word), arguments: [], mayHaveMore: mayHaveArguments, at: word.bytes)
      }
      return
    }
    _ = descend(at: word.bytes) { evaluation in
      evaluation.apply(
        evaluation.code.read(language: language, text: word), name: language,
        carriesData: carriesData)
      return .unknown
    }
  }

  private mutating func runInput(_ language: String, name: String, carriesData: Bool) {
    let bytes = currentEvidence
    guard input.isPresent else {
      runOpaque("`\(Escaped.text(name))` runs whatever is typed", at: bytes)
      return
    }
    let text = input.script
    guard text.constant != nil || code.isInert(language) else {
      runOpaque("`\(Escaped.text(name))` runs what flows into it, which is not known", at: bytes)
      return
    }
    let outer = input
    input = .none
    runCode(
      language, text.word(at: bytes), mayHaveArguments: true, carriesData: carriesData)
    input = outer
  }
}
