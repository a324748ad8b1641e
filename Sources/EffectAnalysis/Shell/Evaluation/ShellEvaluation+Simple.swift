import ActionModel
import ShellSyntax

/// Simple commands (XCU 2.9.1).
extension ShellEvaluation {
  mutating func runSimple(
    _ assignments: Run<ShellScript.Assignment>, _ words: Run<ShellScript.Word>, in program: Program
  ) -> Status {
    if !state.aliases.isEmpty, let status = runAlias(words, in: program) {
      return status
    }
    carriesData = false
    substitutionStatus = nil
    var expanded: [Word] = []
    expanded.reserveCapacity(words.indices.count)
    var declared: [ShellScript.Assignment] = []
    for index in words.indices where !isExhausted {
      let word = program.script.words[index]
      if let place = word.assignment, Builtin.declares(expanded) {
        declared.append(program.script.assignments[place])
      } else {
        expand(word, in: program, into: &expanded)
      }
    }
    guard !isExhausted else { return .unknown }
    guard !expanded.isEmpty else {
      for assignment in program.script.assignments[assignments] {
        perform(assignment, in: program, isExported: false)
      }
      // Only a substitution can have failed; the last one counts.
      return substitutionStatus ?? .success
    }
    let carries = carriesData
    guard !assignments.isEmpty else {
      return invoke(expanded, declared, carriesData: carries, in: program)
    }
    var outside: [(String, Variable?)] = []
    let searchedUsualPath = state.searchesUsualPath
    for assignment in program.script.assignments[assignments] {
      let name = program.text(assignment.name)
      outside.append((name, variable(name)))
      perform(assignment, in: program, isExported: true)
    }
    let status = invoke(expanded, declared, carriesData: carries, in: program)
    for (name, variable) in outside.reversed() { state.variables[name] = variable }
    if state.searchesUsualPath != searchedUsualPath {
      state.searchesUsualPath = searchedUsualPath
    }
    return status
  }

  // MARK: Assignments

  /// Carries out an assignment.
  mutating func perform(
    _ assignment: ShellScript.Assignment, in program: Program, isExported: Bool
  ) {
    let name = program.text(assignment.name)
    let outer = carriesData
    carriesData = false
    defer { carriesData = outer }
    switch assignment.value {
    case .word(let word) where word.isArray:
      // What follows the closing bracket in the same word is expanded and counts for nothing.
      for part in program.script.parts[word.parts] {
        guard case .array(let elements) = part.kind else { continue }
        assignArray(name, elements, isAppend: assignment.isAppend, in: program)
      }
      _ = expandText(word, in: program)
      noteMeaning(of: name, at: program.evidence(assignment.range))
    case .word(let word):
      let value = expandText(word, in: program)
      let carries = carriesData
      let key = key(assignment.subscripted, of: name, in: program)
      assign(
        name, key: key, value, isAppend: assignment.isAppend, carriesData: carries,
        at: program.evidence(assignment.range))
      if isExported { export(name) }
    case .array(let elements):
      assignArray(name, elements, isAppend: assignment.isAppend, in: program)
      noteMeaning(of: name, at: program.evidence(assignment.range))
    }
  }

  /// Lets programs that are run see a variable.
  mutating func export(_ name: String) {
    guard var variable = variable(name) else { return }
    variable.isExported = true
    state.variables[name] = variable
  }

  private mutating func assignArray(
    _ name: String, _ elements: Run<ShellScript.ArrayElement>, isAppend: Bool, in program: Program
  ) {
    let old = variable(name) ?? Variable(.unset)
    var isMap = false
    if case .map? = pick(name) { isMap = true }
    var map: [String: PartialText] = [:]
    var list: [Int: PartialText] = [:]
    if isAppend {
      switch pick(name) {
      case .map(let known): map = known
      case .array(let known): list = known
      case .text(let text): list[0] = text
      case .unset, nil: break
      }
    }
    var next = (list.keys.max() ?? -1) + 1
    var isKnown = true
    for element in program.script.elements[elements] where !isExhausted {
      if element.subscripted != nil {
        let value = expandText(element.value, in: program)
        guard let key = key(element.subscripted, of: name, in: program)?.constant else {
          isKnown = false
          continue
        }
        if isMap {
          map[key] = value
        } else if let index = Int(key), (0..<EvaluationLimits.elements).contains(index) {
          list[index] = value
          next = index + 1
        } else {
          isKnown = false
        }
      } else {
        var words: [Word] = []
        expand(element.value, in: program, into: &words)
        for word in words {
          list[next] = PartialText(word)
          next += 1
        }
      }
    }
    var variable = old.with(!isKnown ? .text(.anything) : isMap ? .map(map) : .array(list))
    variable.carriesData = carriesData
    state.set(name, variable)
  }

  // MARK: Calls

  /// Runs the first word with the others: a function, a builtin or a program.
  mutating func invoke(
    _ words: [Word], _ declared: [ShellScript.Assignment] = [], carriesData: Bool,
    in program: Program
  ) -> Status {
    guard let first = words.first else { return .success }
    guard let name = first.constant else { return runUnknown(words) }
    let functions = state.functions
    if !functions.isEmpty, let bodies = functions[name] {
      return call(bodies, with: words) {
        $0.command(name, words, declared, carriesData: carriesData, in: program)
      }
    }
    return command(name, words, declared, carriesData: carriesData, in: program)
  }

  /// Runs the builtin or program of a name that is no function.
  private mutating func command(
    _ name: String, _ words: [Word], _ declared: [ShellScript.Assignment], carriesData: Bool,
    in program: Program
  ) -> Status {
    if let builtin = Builtin(name) {
      return run(builtin, words, declared, carriesData: carriesData, in: program)
    }
    return runProgram(words, carriesData: carriesData)
  }

  /// A command whose name is not known: it may be anything.
  mutating func runUnknown(_ words: [Word]) -> Status {
    guard let name = words.first else { return .success }
    if case .text = name.parts.first {
      touch(.executes, name)
    } else {
      collector.add(.executes, .unknown, at: name.bytes)
    }
    collector.addGap("which command runs is not known beforehand", at: name.bytes)
    put(.unknown)
    return .unknown
  }

  /// Calls what a name may stand for, each body from the same state; where it may be no function, the command.
  private mutating func call(
    _ bodies: [ShellFunction?], with words: [Word],
    orElse command: (inout ShellEvaluation) -> Status
  ) -> Status {
    let positional = state.positional
    let suspended = choices
    choices = nil
    defer { choices = suspended }
    var results: [Shared<ShellState>] = []
    var statuses: [Status] = []
    let before = memory
    let outer = (input, output)
    for body in bodies {
      if bodies.count > 1 {
        memory = before
        input = outer.0
      }
      guard let body else {
        statuses.append(command(&self))
        results.append(memory)
        continue
      }
      state.positional = words.dropFirst().map { PartialText($0) }
      let waiting = departures.count
      locals.append([:])
      let bytes = words[0].bytes
      statuses.append(
        descend(at: bytes) { $0.run(body.program.script.commands[body.body], in: body.program) })
      if state.flow == .returns { state.flow = .onward }
      arriveFromFunction(departuresBefore: waiting)
      for (name, variable) in locals.popLast() ?? [:] { state.variables[name] = variable }
      results.append(memory)
    }
    if bodies.count > 1 {
      input = outer.0
      output = outer.1
      put(.unknown)
    }
    if var result = results.first {
      for other in results.dropFirst() { result = merged(result, other) }
      memory = result
    }
    state.positional = positional
    return Status.sum(statuses)
  }

  /// Joins the states in which a function was left on the way.
  private mutating func arriveFromFunction(departuresBefore count: Int) {
    var kept: [Shared<ShellState>] = []
    while departures.count > count, var departure = departures.popLast() {
      if departure.value.flow == .returns {
        departure.value.flow = .onward
        memory = merged(memory, departure)
      } else {
        kept.append(departure)
      }
    }
    departures += kept
  }

  /// Runs a command whose name is an alias: as what the alias stands for, and as itself.
  private mutating func runAlias(
    _ words: Run<ShellScript.Word>, in program: Program
  ) -> Status? {
    guard let first = words.indices.first, program.script.words[first].isConstant,
      program.script.words[first].parts.count == 1
    else { return nil }
    let word = program.script.words[first]
    let name = program.text(word.range)
    guard var text = state.aliases[name], aliasDepth < 8 else { return nil }
    let last = program.script.words[words.indices.upperBound - 1].range
    let rest = program.script.text[
      word.range.upperBound..<max(word.range.upperBound, last.upperBound)]
    aliasDepth += 1
    defer { aliasDepth -= 1 }
    let aliases = state.aliases
    state.aliases[name] = nil
    let before = memory
    let outer = output
    if outer != nil { output = Stream() }
    text.append(String(decoding: rest, as: UTF8.self))
    _ = evaluate(text, at: program.evidence(word.range))
    let after = memory
    memory = before
    // Only interactive shells look at aliases unless told otherwise, so that the name may also be meant.
    var expanded: [Word] = []
    for index in words.indices { expand(program.script.words[index], in: program, into: &expanded) }
    _ = invoke(expanded, carriesData: carriesData, in: program)
    memory = merged(after, memory)
    state.aliases.merge(aliases) { mine, _ in mine }
    if outer != nil {
      output = outer
      put(.unknown)
    }
    return .unknown
  }
}
