import ActionModel
import ShellSyntax

/// The builtins that set variables.
extension ShellEvaluation {
  mutating func declare(
    _ builtin: Builtin, _ arguments: ArraySlice<Word>, _ declared: [ShellScript.Assignment],
    at bytes: Range<Int>, in program: Program
  ) -> Status {
    var letters: Set<Character> = []
    var names: [Word] = []
    for word in arguments {
      guard let text = word.constant else {
        names.append(word)
        continue
      }
      if names.isEmpty, text.hasPrefix("-") || text.hasPrefix("+"), text.utf8.count > 1 {
        if text.hasPrefix("-") { letters.formUnion(text.dropFirst()) }
      } else {
        names.append(word)
      }
    }
    let isOfFunctions = letters.contains("f") || letters.contains("F")
    if names.isEmpty, declared.isEmpty, !isOfFunctions { noteEnvironment(at: bytes) }
    if isOfFunctions, builtin == .readonly || letters.contains("r") {
      for word in names {
        guard let name = word.constant else {
          gap("which function is protected is not known", [word])
          continue
        }
        state.protectedFunctions.insert(name)
      }
    }
    if letters.contains("p") || isOfFunctions {
      if builtin == .export || letters.contains("x") { state.exportsFunctions = true }
      put(.unknown)
      return .success
    }
    let isLocal =
      builtin == .local || ((builtin == .declare || builtin == .typeset) && !letters.contains("g"))
    let isExported = builtin == .export && !letters.contains("n") || letters.contains("x")
    for word in names {
      guard let text = word.constant else {
        // `export $x` with anything in it may set anything.
        gap("a variable is set whose name is not known", [word])
        continue
      }
      var name = text
      var value: String?
      if let equals = text.firstIndex(of: "=") {
        name = String(text[..<equals])
        value = String(text[text.index(after: equals)...])
      }
      noteSubscript(PartialText(name), at: word.bytes)
      if letters.contains("i"), let value { noteExpansion(PartialText(value), at: word.bytes) }
      if isLocal { makeLocal(name) }
      if letters.contains("n"), builtin != .export { refer(to: value, by: name, at: word.bytes) }
      shape(name, letters, isNew: value == nil && isLocal && !locals.isEmpty)
      if let value, value.hasPrefix("("), letters.contains("a") || letters.contains("A") {
        // `declare -a 'x=(…)'` is read once more.
        _ = evaluate(PartialText("\(name)=\(value)"), at: word.bytes)
      } else if let value {
        if name.hasSuffix("+") {
          assign(
            String(name.dropLast()), key: nil, PartialText(value), isAppend: true,
            carriesData: carriesData, at: word.bytes)
        } else {
          assignByName(name, PartialText(value), carriesData: carriesData, at: word.bytes)
        }
      }
      if isExported { export(name) }
    }
    for assignment in declared {
      let name = program.text(assignment.name)
      if isLocal { makeLocal(name) }
      shape(name, letters, isNew: false)
      if letters.contains("n"), builtin != .export {
        var target: String?
        if case .word(let word) = assignment.value {
          target = expandText(word, in: program).constant
        }
        refer(to: target, by: name, at: program.evidence(assignment.range))
        continue
      }
      perform(assignment, in: program, isExported: isExported)
    }
    return .success
  }

  /// Remembers what a variable was, for the end of the function.
  private mutating func makeLocal(_ name: String) {
    guard !locals.isEmpty, locals[locals.count - 1][name] == nil else { return }
    locals[locals.count - 1][name] = .some(variable(name))
  }

  /// Makes one name stand for another: what either holds is set through the other unseen.
  private mutating func refer(to target: String?, by name: String, at bytes: Range<Int>) {
    collector.addGap("`\(name)` stands for another variable", at: bytes)
    if let target { state.set(target, Variable(.anything)) }
    state.set(name, Variable(.anything))
  }

  /// Gives a variable its kind.
  private mutating func shape(_ name: String, _ letters: Set<Character>, isNew: Bool) {
    var variable = isNew ? Variable(.unset) : variable(name)
    if letters.contains("A") {
      if case .map? = variable?.value {} else { variable = Variable(.map([:])) }
    } else if letters.contains("a") {
      if case .array? = variable?.value {} else { variable = Variable(.array([:])) }
    }
    if letters.contains("i") || letters.contains("l") || letters.contains("u") {
      var shaped = variable ?? Variable(.unset)
      shaped.isInteger = letters.contains("i")
      shaped.letters = letters.contains("l") ? .small : letters.contains("u") ? .capital : nil
      variable = shaped
    }
    if let variable { state.set(name, variable) }
  }

  mutating func runVariableBuiltin(_ builtin: Builtin, _ words: [Word]) -> Status {
    let arguments = words.dropFirst()
    switch builtin {
    case .unset: return unset(arguments)
    case .set: return set(arguments, at: words[0].bytes)
    case .shift:
      let count = arguments.first?.constant.map { Int($0) ?? -1 } ?? (arguments.isEmpty ? 1 : -1)
      guard let positional = state.positional, count >= 0 else {
        state.positional = nil
        return .unknown
      }
      if count <= positional.count { state.positional = Array(positional.dropFirst(count)) }
      return Status(count <= positional.count)
    case .shopt:
      if arguments.contains(where: { $0.constant == "globstar" }) { state.reachesDown = true }
      if arguments.contains(where: { $0.constant ?? "execfail" == "execfail" }) {
        state.survivesExec = true
      }
      return .success
    case .let:
      var value: Int64? = 0
      for word in arguments { value = number(of: PartialText(word), at: word.bytes) }
      return Status(value.map { $0 != 0 })
    case .read: return readLine(arguments, at: words[0].bytes)
    case .mapfile, .readarray: return readArray(words)
    case .getopts:
      if arguments.count >= 2, let name = arguments.dropFirst().first?.constant {
        assign(name, Variable(.segment), at: words[0].bytes)
      }
      let isWithout = state.positional?.isEmpty == true && arguments.count == 2
      state.set("OPTARG", Variable(.anything))
      state.set("OPTIND", Variable(.segment))
      return isWithout ? .failure : .unknown
    default: return .unknown
    }
  }

  private mutating func unset(_ arguments: ArraySlice<Word>) -> Status {
    var isFunction = false
    for word in arguments {
      noteSubscript(PartialText(word), at: word.bytes)
      guard let name = word.constant else {
        for variable in state.variables.names { state.variables[variable] = Variable(.anything) }
        for function in state.functions.keys { state.mayUnset(function: function) }
        return .unknown
      }
      switch name {
      case "-f": isFunction = true
      case "-v", "-n": break
      default:
        if isFunction {
          // One that is read-only stays.
          state.mayUnset(function: name)
        } else if let bracket = name.firstIndex(of: "[") {
          let array = String(name[..<bracket])
          guard let variable = variable(array) else { break }
          let key = String(name[name.index(after: bracket)...].dropLast())
          switch variable.value {
          case .array(var elements):
            if let index = Int(key) { elements[index] = nil }
            state.set(array, variable.with(.array(elements)))
          case .map(var elements):
            elements[key] = nil
            state.set(array, variable.with(.map(elements)))
          default: state.set(array, variable.with(.text(.anything)))
          }
        } else if variable(name) == nil, state.functions[name] != nil {
          state.mayUnset(function: name)
        } else {
          state.set(name, Variable(.unset))
        }
      }
    }
    return .success
  }

  private mutating func set(_ arguments: ArraySlice<Word>, at bytes: Range<Int>) -> Status {
    var rest = arguments
    if rest.isEmpty {
      noteEnvironment(at: bytes)
      put(.unknown)
    }
    while let word = rest.first {
      guard let text = word.constant else {
        state.positional = nil
        return .success
      }
      if text == "--" || text == "-" {
        rest = rest.dropFirst()
        if text == "--" || !rest.isEmpty { state.positional = rest.map { PartialText($0) } }
        return .success
      }
      guard text.hasPrefix("-") || text.hasPrefix("+"), text.utf8.count > 1 else { break }
      rest = rest.dropFirst()
      let turnsOn = text.hasPrefix("-")
      if text.hasPrefix("--") { continue }
      if text.contains("e") { state.endsOnError = turnsOn }
      if text.contains("a") { state.exportsFunctions = true }
      if text.hasSuffix("o"), let option = rest.first?.constant {
        if option == "errexit" { state.endsOnError = turnsOn }
        if option == "allexport" { state.exportsFunctions = true }
        rest = rest.dropFirst()
      }
    }
    if !rest.isEmpty { state.positional = rest.map { PartialText($0) } }
    return .success
  }

  /// Notes that all variables are put out: keys and passwords often stand in the environment.
  private mutating func noteEnvironment(at bytes: Range<Int>) {
    collector.add(.reads, .exact("/proc/self/environ"), at: bytes)
  }
}
