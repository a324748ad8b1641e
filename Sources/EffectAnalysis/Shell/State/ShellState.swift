import ActionModel

/// Everything that a shell remembers from one command to the next, as far as it is known.
struct ShellState {
  var variables: [String: Variable] = [:]
  /// The functions that a name may be; nil among them where it may be none, and means the command of that name.
  var functions: [String: [ShellFunction?]] = [:]
  /// Functions that a later definition may fail to replace: `readonly -f`.
  var protectedFunctions: Set<String> = []
  /// What aliases stand for; a name that was one in some branch stays one.
  var aliases: [String: PartialText] = [:]
  /// `$1` and so on; nil where not even their number is known.
  var positional: [PartialText]? = []
  /// `$0`
  var name = PartialText("bash")
  var directories: Directories
  /// Directories pushed and not popped; nil where that is not known.
  var directoryStack: [Directories]? = []
  /// The directory before the last `cd`.
  var previousDirectories: Directories?
  /// What is to run when the shell ends, or at signals.
  var traps: [Trap] = []
  /// What files hold that the script has written, by their path.
  var written: [String: Stream] = [:]
  /// Descriptors that lead to the network.
  var networkDescriptors: [Int32: TargetSet] = [:]
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
    /// Whether it runs while the script goes on, so that variables may have had any value then.
    let isRunBetweenCommands: Bool
  }

  init(directories: Directories) { self.directories = directories }

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

  /// What is known where either of two states holds that go on.
  fileprivate func joined(with other: ShellState) -> ShellState {
    var result = self
    if variables != other.variables {
      for (name, variable) in other.variables {
        let mine = variables[name]
        if mine == variable { continue }
        result.set(name, (mine ?? ShellState.unset(name)).joined(with: variable))
      }
      for (name, variable) in variables where other.variables[name] == nil {
        result.set(name, variable.joined(with: ShellState.unset(name)))
      }
    }
    if functions != other.functions {
      for name in Set(functions.keys).union(other.functions.keys) {
        var bodies = functions[name] ?? [nil]
        for body in other.functions[name] ?? [nil] where !bodies.contains(body) {
          bodies.append(body)
        }
        result.functions[name] = bodies
      }
    }
    result.protectedFunctions.formUnion(other.protectedFunctions)
    if aliases != other.aliases {
      result.aliases.merge(other.aliases) { mine, theirs in mine == theirs ? mine : .anything }
    }
    if positional != other.positional { result.positional = nil }
    result.directories = directories.joined(with: other.directories)
    if directoryStack != other.directoryStack { result.directoryStack = nil }
    if previousDirectories != other.previousDirectories { result.previousDirectories = nil }
    for trap in other.traps where !result.traps.contains(trap) { result.traps.append(trap) }
    if written != other.written {
      result.written.merge(other.written) { mine, theirs in mine == theirs ? mine : .unknown }
    }
    result.networkDescriptors.merge(other.networkDescriptors) { mine, _ in mine }
    result.endsOnError = endsOnError && other.endsOnError
    result.survivesExec = survivesExec || other.survivesExec
    result.exportsFunctions = exportsFunctions || other.exportsFunctions
    result.searchesUsualPath = searchesUsualPath && other.searchesUsualPath
    result.reachesDown = reachesDown || other.reachesDown
    result.hasAlternatives = result.hasAlternatives || other.hasAlternatives
    return result
  }

  /// What a variable is that the script has not set: nothing, or whatever the environment says.
  private static func unset(_ name: String) -> Variable {
    EnvironmentVariable.isOwn(name) ? Variable(.unset) : Variable(.given)
  }

  /// Whether nothing differs that a further run of a loop's body could build upon.
  fileprivate func isSame(as other: ShellState) -> Bool {
    variables == other.variables && directories == other.directories
      && positional == other.positional && functions == other.functions && flow == other.flow
      && written == other.written && aliases == other.aliases
  }

  /// Whether nothing differs but numbers, such as the counters of loops.
  fileprivate func isSame(as other: ShellState, exceptFor name: String?) -> Bool {
    guard directories == other.directories, positional == other.positional,
      functions == other.functions, flow == other.flow, written == other.written,
      aliases == other.aliases, variables.count == other.variables.count
    else { return false }
    for (key, variable) in variables where key != name {
      guard let before = other.variables[key] else { return false }
      if before != variable, !(before.isNumber && variable.isNumber) { return false }
    }
    return true
  }

  /// This state, in which everything that differs from an earlier one is unknown: so loops come to rest.
  fileprivate func widened(from earlier: ShellState) -> ShellState {
    var result = self
    for (name, variable) in variables where earlier.variables[name] != variable {
      result.variables[name] = variable.with(.text(.anything))
    }
    if positional != earlier.positional { result.positional = nil }
    if directories != earlier.directories { result.directories = .unknown }
    return result
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
    return Shared(value.joined(with: other.value))
  }

  /// Whether nothing differs that a further run of a loop's body could build upon.
  func isSame(as other: Shared) -> Bool {
    isIdentical(to: other) || value.isSame(as: other.value)
  }

  /// Whether nothing differs but numbers, such as the counters of loops.
  func isSame(as other: Shared, exceptFor name: String?) -> Bool {
    isIdentical(to: other) || value.isSame(as: other.value, exceptFor: name)
  }

  /// This state, in which everything that differs from an earlier one is unknown: so loops come to rest.
  func widened(from earlier: Shared) -> Shared {
    isIdentical(to: earlier) ? self : Shared(value.widened(from: earlier.value))
  }
}
