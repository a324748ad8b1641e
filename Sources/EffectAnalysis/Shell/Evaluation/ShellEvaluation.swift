import ActionModel
import ShellSyntax

/// Runs a script without running it: follows what is known of texts and files, and notes what each command would do.
///
/// Where it is not known which way a script goes, all ways are followed and what is known after them is joined. A value that
/// only running can tell is unknown, and what depends on it as well.
struct ShellEvaluation {
  let table: CommandTable
  let code: CodeReader
  let scene: Scene
  let resolver: PathResolver
  /// What the shell remembers, as whoever goes back to it keeps it.
  var memory: Shared<ShellState>
  var collector: EffectCollector
  /// What flows into the commands.
  var input = Input.none
  /// Where the name of the program that runs stands.
  var currentEvidence = 0..<0
  /// Whether the program that runs is git, or works as git does.
  var isGit = false
  /// Whether the redirections of the command that runs stay in force: `exec` alone.
  var keepsRedirections = false
  /// What the commands put out; nil where nobody looks at it.
  var output: Stream?
  /// The alternatives that variables have during the command that is being run.
  var choices: Choices?
  /// Whether what was expanded last holds data that were read from files.
  var carriesData = false
  /// What variables were before the functions that run made them local.
  var locals: [[String: Variable?]] = []
  /// How many aliases are being expanded within each other.
  var aliasDepth = 0
  /// The state in which loops were left or functions returned from, for whoever comes after them.
  var departures: [Shared<ShellState>] = []
  /// The states after the last list, where it has both succeeded and failed.
  var lastEnds: Ends?
  /// How many loops are being run within each other.
  var loopDepth = 0
  /// The variables of those that run over words, and whether a round has looked at them.
  var loopVariables: [(name: String, isRead: Bool)] = []
  private(set) var budget: EvaluationBudget
  var depth = 0
  var nesting = 0
  /// How many shells are being run within each other.
  private(set) var shells = 0
  /// Whether a limit was reached, so that nothing is run any more.
  private(set) var isExhausted = false
  /// Scripts that were parsed on the way, by their text; loops parse the same again and again.
  var parsed: [String: Program] = [:]
  /// What words that are known in part were found to name.
  var paths = PathMemory()
  /// Which hosts words were found to name.
  var hosts = HostMemory()
  /// Programs that were run in loops and functions, where they run again, by where their names stand.
  var pastRuns: [Int: PastRun] = [:]
  /// How the last command substitution ended, where there was one in the command that runs.
  var substitutionStatus: Status?
  /// How many paths to processes there are: `<(…)`.
  var processCount = 0
  /// Whether a symbolic link that nobody has seen could lead elsewhere than a path says.
  var isLexical = false

  init(
    table: CommandTable, code: CodeReader, scene: Scene, argument: String, budget: EvaluationBudget
  ) {
    self.table = table
    self.code = code
    self.scene = scene
    resolver = PathResolver(home: scene.home, files: scene.files)
    memory = Shared(
      ShellState(directories: scene.directory.map { Directories(PartialText($0)) } ?? .unknown))
    collector = EffectCollector(argument: argument)
    self.budget = budget
  }

  /// What the shell remembers.
  var state: ShellState {
    @inline(__always) _read { yield memory.value }
    _modify { yield &memory.value }
  }

  /// The variable of a name, where the script has set it.
  func variable(_ name: String) -> Variable? {
    // Looked up in a variable of its own, since a look-up right in the state has all of it copied.
    let variables = state.variables
    return variables[name]
  }

  /// What a file holds, where the script has written it.
  func written(at path: String) -> Stream? {
    let written = state.written
    return written[path]
  }

  /// Whether the next command runs at all.
  var goesOn: Bool { state.flow == .onward && !isExhausted }

  /// Counts what making or reading a text costs.
  mutating func charge(forBytes count: Int) {
    charge(count / EvaluationLimits.bytesPerStep)
  }

  /// Counts steps; where those were too many, the next one says so.
  mutating func charge(_ steps: Int) {
    budget.take(steps)
  }

  /// Counts a step; false where there are no more.
  mutating func step(at bytes: @autoclosure () -> Range<Int>) -> Bool {
    budget.take(1)
    guard budget.isSpent || collector.isFull else { return !isExhausted }
    exhaust("the script does too much to be followed to its end", at: bytes())
    return false
  }

  /// Gives up: everything not seen yet is unknown.
  mutating func exhaust(_ why: String, at bytes: Range<Int>) {
    if isExhausted { return }
    isExhausted = true
    collector.addGap(why, at: bytes)
  }

  /// Goes a level deeper, where that is still allowed.
  mutating func descend(
    at bytes: @autoclosure () -> Range<Int>, _ body: (inout ShellEvaluation) -> Status
  ) -> Status {
    guard depth < EvaluationLimits.depth else {
      exhaust("commands stand too deep within others to be followed", at: bytes())
      return .unknown
    }
    depth += 1
    defer { depth -= 1 }
    return body(&self)
  }

  // MARK: Programs

  /// Runs a whole program, to its end and its traps.
  mutating func run(_ program: Program) -> Status {
    let status = run(program.script.body, in: program)
    endShell(departuresBefore: 0)
    return status
  }

  /// Runs the traps of a shell that ends here, or ended in one of the branches before.
  ///
  /// Those ends are taken together: a trap tells the same of each but for the variables that it looks at.
  private mutating func endShell(departuresBefore count: Int) {
    while departures.count > count, var departure = departures.popLast() {
      guard departure.value.flow == .exits, hasTraps(departure.value) else { continue }
      departure.value.flow = .onward
      if state.flow != .onward { state.flow = .onward }
      memory = memory.joined(with: departure)
    }
    runTraps()
  }

  /// Runs what was to be run at the end or at signals.
  mutating func runTraps() {
    // A trap may set another; each is run once.
    var done = 0
    while !isExhausted, done < 16,
      let index = state.traps.firstIndex(where: { $0.shell == shells })
    {
      done += 1
      let trap = state.traps.remove(at: index)
      state.flow = .onward
      if trap.isRunBetweenCommands { runAnytime(trap) }
      _ = evaluate(trap.text, at: trap.evidence)
    }
  }

  /// Whether the innermost shell has traps of its own; it knows those of the shells around it, and does not run them.
  private func hasTraps(_ state: ShellState) -> Bool {
    state.traps.contains { $0.shell == shells }
  }

  /// Runs a trap as at any time before: whatever the script sets may have had another value then.
  private mutating func runAnytime(_ trap: ShellState.Trap) {
    _ = inSubshell { evaluation in
      for name in evaluation.state.variables.names {
        evaluation.state.variables[name] = Variable(.anything)
      }
      evaluation.state.positional = nil
      evaluation.state.directories = .unknown
      return evaluation.evaluate(trap.text, at: trap.evidence)
    }
  }

  /// Runs a text as the shell would with `eval`; what of it is not known is a gap.
  mutating func evaluate(_ text: PartialText, at bytes: Range<Int>) -> Status {
    if text.isEmpty { return .success }
    guard let known = text.constant else {
      if let status = evaluateWithNames(text, at: bytes) { return status }
      collector.addGap("a text that is known only in part is run by the shell", at: bytes)
      return .unknown
    }
    if known.hasPrefix("#!"), !known.utf8.contains(UInt8(ascii: "\n")) {
      collector.addGap("a script is run whose lines were lost: all of it is one comment", at: bytes)
    }
    guard let program = parse(known, at: bytes) else { return .unknown }
    guard nesting < EvaluationLimits.nesting else {
      exhaust("texts that run texts are nested too deep", at: bytes)
      return .unknown
    }
    nesting += 1
    defer { nesting -= 1 }
    return descend(at: bytes) { $0.run(program.script.body, in: program) }
  }

  /// Parses a text that came to light on the way; a text that is no script is a gap.
  mutating func parse(_ text: String, at bytes: Range<Int>) -> Program? {
    if let program = parsed[text], program.origin == bytes { return program }
    charge(forBytes: text.utf8.count)
    guard step(at: bytes) else { return nil }
    do {
      let program = Program(try ShellScript(parsing: Array(text.utf8)), origin: bytes)
      if parsed.count < 64 { parsed[text] = program }
      return program
    } catch {
      runOpaque("the text is no shell script: \(error.message)", at: bytes)
      return nil
    }
  }

  // MARK: Shells within

  /// Runs something as a subshell: what it changes is forgotten, what it does is not.
  mutating func inSubshell(_ body: (inout ShellEvaluation) -> Status) -> Status {
    let before = memory
    let waiting = departures.count
    shells += 1
    let status = body(&self)
    endShell(departuresBefore: waiting)
    shells -= 1
    memory = before
    return status
  }

  /// Runs a shell of its own on a text: it knows exported variables and its arguments only.
  ///
  /// - Parameter mayHaveMore: Whether there may be arguments besides.
  mutating func runShell(
    _ text: PartialText, arguments: [PartialText], mayHaveMore: Bool = false, at bytes: Range<Int>
  ) -> Status {
    inSubshell { evaluation in
      if evaluation.state.exportsFunctions {
        for name in evaluation.state.functions.keys { evaluation.state.mayUnset(function: name) }
      } else {
        evaluation.state.functions = [:]
      }
      evaluation.state.aliases = [:]
      evaluation.state.endsOnError = false
      evaluation.state.flow = .onward
      // What was set here is not seen there; there it is what the environment says.
      evaluation.state.variables.keepExported()
      evaluation.state.name = arguments.first ?? PartialText("bash")
      evaluation.state.positional = mayHaveMore ? nil : Array(arguments.dropFirst())
      return evaluation.evaluate(text, at: bytes)
    }
  }

  /// What commands put out when they run in a subshell.
  mutating func captured(_ list: ShellScript.CommandList, in program: Program) -> (
    status: Status, stream: Stream
  ) {
    let outside = output
    output = Stream()
    let status = inSubshell { $0.run(list, in: program) }
    let stream = output ?? Stream()
    output = outside
    return (status, stream)
  }

  // MARK: Output

  /// Runs something that may or may not run, and gives what it puts out.
  mutating func apart<Result>(_ body: (inout ShellEvaluation) -> Result) -> (Result, Stream) {
    guard let outside = output else { return (body(&self), Stream()) }
    output = Stream()
    let result = body(&self)
    let stream = output ?? Stream()
    output = outside
    return (result, stream)
  }

  /// Notes what commands put out of which one runs.
  mutating func putOne(of streams: [Stream]) {
    guard isCapturing, let first = streams.first else { return }
    put(streams.allSatisfy { $0 == first } ? first : Stream.sum(streams))
  }

  /// Notes what a command puts out.
  mutating func put(_ stream: Stream) {
    guard output != nil else { return }
    if let count = output?.count, count + stream.count > TextCommand.outputLimit {
      output?.append(run: .unknown)
    } else {
      output?.append(stream)
    }
  }

  /// Whether anyone looks at what commands put out.
  var isCapturing: Bool { output != nil }
}
