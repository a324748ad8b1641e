import ActionModel

/// Everything that a shell remembers from one command to the next, as far as it is known.
struct ShellState {
  var variables = VariableTable()
  var directories: Directories
  /// What few commands change: every branch begins with a copy of the state, which costs less the less there is to copy.
  fileprivate var lasting = Shared(Lasting())
  var flow = Flow.onward
  /// Whether a command that fails ends the shell: `set -e`.
  var endsOnError = false
  /// Whether an `exec` that finds no program is survived: `shopt -s execfail`.
  var survivesExec = false
  /// Whether shells that are started know the functions of this one: `export -f`.
  var exportsFunctions = false
  /// Whether names are looked up where the system keeps its programs.
  var searchesUsualPath = true
  /// Whether the shell may be one that is not bash, such as dash as `sh`, in which `echo` reads escapes.
  var mayBeOtherShell = false
  /// Whether `**` stands for directories below: `shopt -s globstar`.
  var reachesDown = false
  /// Whether some variable has several alternatives.
  var hasAlternatives = false

  /// Where the evaluation goes from here.
  enum Flow: Sendable, Hashable {
    case onward
    /// `break` or `continue` out of that many loops.
    case leavesLoop(Int, continues: Bool)
    case returns
    case exits
  }

  /// A text that runs at a signal or at the end.
  struct Trap: Hashable, Sendable {
    let text: PartialText
    let evidence: Range<Int>
    /// How many shells stood around the one that set it.
    let shell: Int
    /// Whether it runs while the script goes on, so that variables may have had any value then.
    let isRunBetweenCommands: Bool
  }

  fileprivate struct Lasting {
    var functions: [String: [ShellFunction?]] = [:]
    var protectedFunctions: Set<String> = []
    var aliases: [String: PartialText] = [:]
    var positional: [PartialText]? = []
    var name = PartialText("bash")
    var directoryStack: [Directories]? = []
    var previousDirectories: Directories?
    var traps: [Trap] = []
    var written: [String: Stream] = [:]
    var networkDescriptors: [Int32: TargetSet] = [:]
  }

  init(directories: Directories) { self.directories = directories }

  // MARK: What lasts

  /// The functions that a name may be; nil among them where it may be none, and means the command of that name.
  var functions: [String: [ShellFunction?]] {
    get { lasting.value.functions }
    _modify { yield &lasting.value.functions }
  }

  /// Functions that a later definition may fail to replace: `readonly -f`.
  var protectedFunctions: Set<String> {
    get { lasting.value.protectedFunctions }
    _modify { yield &lasting.value.protectedFunctions }
  }

  /// What aliases stand for; a name that was one in some branch stays one.
  var aliases: [String: PartialText] {
    get { lasting.value.aliases }
    _modify { yield &lasting.value.aliases }
  }

  /// `$1` and so on; nil where not even their number is known.
  var positional: [PartialText]? {
    get { lasting.value.positional }
    _modify { yield &lasting.value.positional }
  }

  /// `$0`
  var name: PartialText {
    get { lasting.value.name }
    _modify { yield &lasting.value.name }
  }

  /// Directories pushed and not popped; nil where that is not known.
  var directoryStack: [Directories]? {
    get { lasting.value.directoryStack }
    _modify { yield &lasting.value.directoryStack }
  }

  /// The directory before the last `cd`.
  var previousDirectories: Directories? {
    get { lasting.value.previousDirectories }
    _modify { yield &lasting.value.previousDirectories }
  }

  /// What is to run when the shell ends, or at signals.
  var traps: [Trap] {
    get { lasting.value.traps }
    _modify { yield &lasting.value.traps }
  }

  /// What files hold that the script has written, by their path.
  var written: [String: Stream] {
    get { lasting.value.written }
    _modify { yield &lasting.value.written }
  }

  /// Descriptors that lead to the network.
  var networkDescriptors: [Int32: TargetSet] {
    get { lasting.value.networkDescriptors }
    _modify { yield &lasting.value.networkDescriptors }
  }

  // MARK: Changes

  mutating func set(_ name: String, _ variable: Variable) {
    if variable.alternatives.count > 1 { hasAlternatives = true }
    variables[name] = variable
  }

  /// Defines a function; one that is protected may stay what it was.
  mutating func define(_ name: String, _ function: ShellFunction) {
    let before = protectedFunctions.contains(name) ? functions[name] ?? [] : []
    functions[name] = before.contains(function) ? before : before + [function]
  }

  /// Notes that a function may be gone, so that its name may mean a command.
  mutating func mayUnset(function name: String) {
    guard let bodies = functions[name], !bodies.contains(nil) else { return }
    functions[name] = bodies + [nil]
  }

  // MARK: Joins

  /// Makes this what is known where either of two states holds that go on.
  fileprivate mutating func join(_ other: Shared<ShellState>) {
    // Field by field, since the whole state would be copied to be handed over.
    let mine = variables
    mine.eachDifference(from: other.value.variables) { name, mine, theirs in
      let mine = mine ?? ShellState.unset(name)
      set(name, mine.joined(with: theirs ?? ShellState.unset(name)))
      return true
    }
    directories = directories.joined(with: other.value.directories)
    endsOnError = endsOnError && other.value.endsOnError
    survivesExec = survivesExec || other.value.survivesExec
    exportsFunctions = exportsFunctions || other.value.exportsFunctions
    searchesUsualPath = searchesUsualPath && other.value.searchesUsualPath
    reachesDown = reachesDown || other.value.reachesDown
    hasAlternatives = hasAlternatives || other.value.hasAlternatives
    if !lasting.isIdentical(to: other.value.lasting) {
      lasting.value.join(other.value.lasting.value)
    }
  }

  /// What a variable is that the script has not set: nothing, or whatever the environment says.
  private static func unset(_ name: String) -> Variable {
    EnvironmentVariable.isOwn(name) ? Variable(.unset) : Variable(.given)
  }
}

extension ShellState.Lasting {
  /// Whether nothing differs that a command could build upon.
  fileprivate func isSame(as other: ShellState.Lasting) -> Bool {
    positional == other.positional && functions == other.functions && written == other.written
      && aliases == other.aliases
  }

  fileprivate mutating func join(_ other: ShellState.Lasting) {
    if functions != other.functions {
      for name in Set(functions.keys).union(other.functions.keys) {
        var bodies = functions[name] ?? [nil]
        for body in other.functions[name] ?? [nil] where !bodies.contains(body) {
          bodies.append(body)
        }
        functions[name] = bodies
      }
    }
    protectedFunctions.formUnion(other.protectedFunctions)
    if aliases != other.aliases {
      aliases.merge(other.aliases) { mine, theirs in mine == theirs ? mine : .anything }
    }
    if positional != other.positional { positional = nil }
    if directoryStack != other.directoryStack { directoryStack = nil }
    if previousDirectories != other.previousDirectories { previousDirectories = nil }
    for trap in other.traps where !traps.contains(trap) { traps.append(trap) }
    if written != other.written {
      written.merge(other.written) { mine, theirs in mine == theirs ? mine : .unknown }
    }
    networkDescriptors.merge(other.networkDescriptors) { mine, _ in mine }
  }
}

extension Shared<ShellState> {
  /// Takes into account that the last command has succeeded.
  mutating func assumeSucceeded() {
    if value.directories.ifFailed.isEmpty { return }
    value.directories = value.directories.succeeded
  }

  /// Takes into account that the last command has failed.
  mutating func assumeFailed() {
    if value.directories.ifFailed.isEmpty { return }
    value.directories = value.directories.failed
  }

  /// What is known where either of two states holds; a state that has left says nothing of what follows.
  func joined(with other: Shared) -> Shared {
    if isIdentical(to: other) || other.value.flow != .onward { return self }
    if value.flow != .onward { return other }
    var result = self
    result.value.join(other)
    return result
  }

  /// Whether nothing differs that a further run of a loop's body could build upon.
  func isSame(as other: Shared) -> Bool {
    isIdentical(to: other)
      || isSameButForVariables(as: other)
        && value.variables == other.value.variables
  }

  /// Whether nothing differs but one variable, and numbers such as the counters of loops.
  func isSame(as other: Shared, exceptFor name: String?, countersAside: Bool = true) -> Bool {
    if isIdentical(to: other) { return true }
    guard isSameButForVariables(as: other) else { return false }
    return value.variables.eachDifference(from: other.value.variables) { key, now, before in
      if key == name { return !countersAside || before != nil }
      return countersAside && before?.isNumber == true && now?.isNumber == true
    }
  }

  private func isSameButForVariables(as other: Shared) -> Bool {
    // Field by field, as in `join`.
    value.directories == other.value.directories && value.flow == other.value.flow
      && (value.lasting.isIdentical(to: other.value.lasting)
        || value.lasting.value.isSame(as: other.value.lasting.value))
  }

  /// This state, in which everything that differs from an earlier one is unknown: so loops come to rest.
  func widened(from earlier: Shared) -> Shared {
    var result = self
    value.variables.eachDifference(from: earlier.value.variables) { name, variable, _ in
      if let variable { result.value.variables[name] = variable.with(.text(.anything)) }
      return true
    }
    if value.positional != earlier.value.positional { result.value.positional = nil }
    if value.directories != earlier.value.directories { result.value.directories = .unknown }
    return result
  }
}
