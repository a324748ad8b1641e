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
    locals[locals.count - 1][name] = .some(state.variables[name])
  }

  /// Makes one name stand for another: what either holds is set through the other unseen.
  private mutating func refer(to target: String?, by name: String, at bytes: Range<Int>) {
    collector.addGap("`\(name)` stands for another variable", at: bytes)
    if let target { state.set(target, Variable(.anything)) }
    state.set(name, Variable(.anything))
  }

  /// Gives a variable its kind.
  private mutating func shape(_ name: String, _ letters: Set<Character>, isNew: Bool) {
    var variable = isNew ? Variable(.unset) : state.variables[name]
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
    case .read: return read(arguments, at: words[0].bytes)
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
        for variable in state.variables.keys { state.variables[variable] = Variable(.anything) }
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
          guard let variable = state.variables[array] else { break }
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
        } else if state.variables[name] == nil, state.functions[name] != nil {
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

  // MARK: Reading

  private mutating func read(_ arguments: ArraySlice<Word>, at bytes: Range<Int>) -> Status {
    var names: [String] = []
    var array: String?
    var (isRaw, isPlain) = (false, true)
    var rest = arguments
    while let word = rest.popFirst() {
      guard let text = word.constant else {
        gap("a variable is read whose name is not known", [word])
        continue
      }
      guard names.isEmpty, text.hasPrefix("-"), text.utf8.count > 1 else {
        noteSubscript(PartialText(word), at: word.bytes)
        names.append(text)
        continue
      }
      for (offset, letter) in text.dropFirst().enumerated() {
        switch letter {
        case "r": isRaw = true
        case "s", "e": break
        case "a", "p", "t", "d", "n", "N", "u", "i":
          // The value is the rest of the word, or the next one.
          let attached = text.dropFirst(offset + 2)
          let value = attached.isEmpty ? rest.popFirst()?.constant : String(attached)
          if letter == "a" { array = value }
          if "dnNu".contains(letter) { isPlain = false }
        default: break
        }
        if "aptdnNui".contains(letter) { break }
      }
    }
    let carries = input.isPresent && input.carriesData
    let taken = isPlain ? input.takeLine() : .unknown(.anything)
    if let array { return fill(array, from: taken, carries, at: bytes) }
    if names.isEmpty { names = ["REPLY"] }
    switch taken {
    case .line(var line):
      if !isRaw { line.removeAll { $0 == UInt8(ascii: "\\") } }
      let fields = split(line, into: names.count)
      for (index, name) in names.enumerated() {
        var text = PartialText()
        if index < fields.count { text.append(fields[index]) }
        assignByName(name, text, carriesData: carries, at: bytes)
      }
      return .success
    case .end:
      for name in names { assignByName(name, PartialText(), carriesData: false, at: bytes) }
      return .failure
    case .unknown(let text):
      for name in names {
        assignByName(
          name, names.count == 1 ? text : .anything, carriesData: carries, at: bytes)
      }
      return .unknown
    }
  }

  /// The fields of a line, the last of which holds the rest.
  private func split(_ line: [UInt8], into count: Int) -> [[UInt8]] {
    let separators = separators
    var fields: [[UInt8]] = []
    var rest = line[...]
    func skipBlanks() {
      while let byte = rest.first, separators.contains(byte), separators.isBlank(byte) {
        rest.removeFirst()
      }
    }
    skipBlanks()
    while fields.count + 1 < count, !rest.isEmpty {
      let end = rest.firstIndex { separators.contains($0) } ?? rest.endIndex
      fields.append(Array(rest[..<end]))
      rest = rest[end...]
      skipBlanks()
      if let byte = rest.first, separators.contains(byte), end < rest.endIndex,
        !separators.isBlank(byte)
      {
        rest.removeFirst()
        skipBlanks()
      }
    }
    while let byte = rest.last, separators.contains(byte), separators.isBlank(byte) {
      rest.removeLast()
    }
    if !rest.isEmpty { fields.append(Array(rest)) }
    return fields
  }

  private mutating func fill(
    _ array: String, from taken: Input.TakenLine, _ carries: Bool, at bytes: Range<Int>
  ) -> Status {
    var variable = Variable(.anything)
    var status = Status.unknown
    switch taken {
    case .line(let bytes):
      var elements: [Int: PartialText] = [:]
      for (index, field) in split(bytes, into: Int.max).enumerated() {
        var text = PartialText()
        text.append(field)
        elements[index] = text
      }
      variable = Variable(.array(elements))
      status = .success
    case .end:
      variable = Variable(.array([:]))
      status = .failure
    case .unknown: break
    }
    variable.carriesData = carries
    assign(array, variable, at: bytes)
    return status
  }

  private mutating func readArray(_ words: [Word]) -> Status {
    var name = "MAPFILE"
    var (trims, isPlain) = (false, true)
    var rest = words.dropFirst()
    while let word = rest.popFirst() {
      guard let text = word.constant else {
        gap("a variable is read whose name is not known", [word])
        continue
      }
      switch text {
      case "-t": trims = true
      case "-c": _ = rest.popFirst()
      case "-d", "-n", "-O", "-s", "-u":
        isPlain = false
        _ = rest.popFirst()
      default:
        guard text.hasPrefix("-") else {
          name = text
          break
        }
        isPlain = false
        if text.contains("C") { gap("`mapfile` runs a command of its own", words) }
        if text == "-C" { _ = rest.popFirst() }
      }
    }
    var variable = Variable(.anything)
    if isPlain, let bytes = input.bytes {
      var elements: [Int: PartialText] = [:]
      for (index, line) in Lines.split(bytes).lines.enumerated() {
        var text = PartialText()
        text.append(Array(line) + (trims ? [] : [Lines.newline]))
        elements[index] = text
      }
      variable = Variable(.array(elements))
    }
    variable.carriesData = input.isPresent && input.carriesData
    assign(name, variable, at: words[0].bytes)
    return .success
  }
}
