import ShellSyntax

/// The values of variables and special parameters (XCU 2.5).
extension ShellEvaluation {
  /// The home of the user; where it is not known, some absolute path.
  var home: PartialText {
    if state.variables.hasHeldHome, case .text(let text)? = variable("HOME")?.value {
      return text
    }
    return scene.home.map { PartialText($0) } ?? PartialText([.text("/"), .anything])
  }

  /// The value of a variable as text.
  func value(of name: String) -> PartialText {
    if let variable = variable(name) {
      if case .text(let text)? = variable.summed.value { return text }
      return .anything
    }
    return environment(name)
  }

  /// Reads a parameter, with what stands in brackets after its name.
  mutating func read(_ name: String, _ subscripted: ShellScript.Subscript?, in program: Program)
    -> ParameterValue
  {
    switch subscripted {
    case .each: return list(name, isJoined: false)
    case .joined: return list(name, isJoined: true)
    case .element(let word, let number):
      if case .map? = pick(name) { return element(name, key: expandText(word, in: program)) }
      if let number {
        let value = evaluate(number, in: program)
        return element(name, key: value.map { PartialText(String($0)) } ?? .anything)
      }
      let text = expandText(word, in: program)
      return element(
        name,
        key: self.number(of: text, at: program.evidence(word.range)).map { PartialText(String($0)) }
          ?? .anything)
    case nil: break
    }
    guard let first = name.utf8.first else { return .unset }
    if first == UInt8(ascii: "_") || (first | 0x20) >= 0x61 && (first | 0x20) <= 0x7A {
      return readVariable(name)
    }
    return readSpecial(name)
  }

  private mutating func readVariable(_ name: String) -> ParameterValue {
    guard let variable = variable(name) else { return .text(environment(name)) }
    noteReading(of: name)
    if variable.carriesData { carriesData = true }
    switch pick(name, variable) {
    case .unset: return .unset
    case .text(let text): return .text(text)
    case .array(let elements): return elements[0].map { .text($0) } ?? .unset
    case .map(let elements): return elements["0"].map { .text($0) } ?? .unset
    case nil: return .text(.anything)
    }
  }

  private func readSpecial(_ name: String) -> ParameterValue {
    switch name {
    case "@", "*":
      return state.positional.map { .list($0, isJoined: name == "*") } ?? .unknownList
    case "#":
      return .text(state.positional.map { PartialText(String($0.count)) } ?? .segment)
    case "?", "$", "!", "-": return .text(.segment)
    case "0": return .text(state.name)
    default:
      guard let index = Int(name), index > 0 else { return .text(.anything) }
      guard let positional = state.positional else { return .text(.anything) }
      return index <= positional.count ? .text(positional[index - 1]) : .unset
    }
  }

  /// The one value of a variable in this run; nil where it is not known which it is.
  mutating func pick(_ name: String) -> Variable.Value? {
    guard let variable = variable(name) else { return nil }
    noteReading(of: name)
    return pick(name, variable)
  }

  private mutating func pick(_ name: String, _ variable: Variable) -> Variable.Value? {
    let count = variable.alternatives.count
    if count == 1 { return variable.alternatives[0] }
    guard choices != nil, let index = choices?.index(of: name, among: count) else {
      return variable.summed.value
    }
    return variable.alternatives[index]
  }

  mutating func list(_ name: String, isJoined: Bool) -> ParameterValue {
    switch pick(name) {
    case .unset: return .list([], isJoined: isJoined)
    case .text(let text): return .list([text], isJoined: isJoined)
    case .array(let elements):
      return .list(elements.keys.sorted().compactMap { elements[$0] }, isJoined: isJoined)
    case .map(let elements):
      return .list(elements.keys.sorted().compactMap { elements[$0] }, isJoined: isJoined)
    case nil:
      return name == "BASH_SOURCE" || name == "FUNCNAME"
        ? .list([], isJoined: isJoined) : .unknownList
    }
  }

  mutating func element(_ name: String, key: PartialText) -> ParameterValue {
    switch pick(name) {
    case .unset: return .unset
    case .text(let text):
      guard let key = key.constant else { return .text(PartialText.sum([text])) }
      return key == "0" || key == "-1" ? .text(text) : .unset
    case .array(let elements):
      guard let key = key.constant, var index = Int(key) else {
        return .text(PartialText.sum(Array(elements.values)))
      }
      if index < 0 { index += (elements.keys.max() ?? -1) + 1 }
      return elements[index].map { .text($0) } ?? .unset
    case .map(let elements):
      guard let key = key.constant else { return .text(PartialText.sum(Array(elements.values))) }
      return elements[key].map { .text($0) } ?? .unset
    case nil:
      // The script is run as the text of a command, so that it has no file.
      return name == "BASH_SOURCE" || name == "FUNCNAME" ? .unset : .text(.anything)
    }
  }

  /// What a variable holds that the script has not set.
  private func environment(_ name: String) -> PartialText {
    guard let usual = UsualEnvironment.values[name] else { return .given }
    switch usual {
    case .text(let text): return text
    case .home: return home
    case .directory:
      return state.directories.all.count == 1
        ? state.directories.all[0] : .sum(state.directories.all)
    case .previousDirectory:
      return state.previousDirectories.map { $0.all.count == 1 ? $0.all[0] : .sum($0.all) }
        ?? .anything
    }
  }

  // MARK: Assignments

  /// Sets a variable, or one element of it, and notes what programs do because of it.
  mutating func assign(
    _ name: String, key: PartialText?, _ value: PartialText, isAppend: Bool, carriesData: Bool,
    at bytes: Range<Int>
  ) {
    store(value, in: name, key: key, isAppend: isAppend, carriesData: carriesData)
    noteMeaning(of: name, at: bytes)
  }

  /// Sets all of a variable, and notes what programs do because of it.
  mutating func assign(_ name: String, _ variable: Variable, at bytes: Range<Int>) {
    state.set(name, variable)
    noteMeaning(of: name, at: bytes)
  }

  private mutating func store(
    _ value: PartialText, in name: String, key: PartialText?, isAppend: Bool, carriesData: Bool
  ) {
    let old = variable(name)
    var variable = old ?? Variable(.unset)
    variable.carriesData = carriesData || (isAppend && variable.carriesData)
    let before = old == nil ? (isAppend ? inherited(name) : .unset) : pick(name)
    if variable.isInteger, value.constant.flatMap({ ShellNumber.read($0) }) == nil {
      noteExpansion(value, at: currentEvidence)
      _ = number(of: value, at: currentEvidence)
    }
    guard let key else {
      var text = value
      if isAppend {
        switch before {
        case .text(let known):
          text = variable.isInteger ? .segment : known
          if !variable.isInteger { text.append(value) }
        case .unset: break
        case .array(var elements):
          elements[0, default: PartialText()].append(value)
          state.set(name, variable.with(.array(elements)))
          return
        case .map, nil: text = .anything
        }
      }
      if case .array(var elements)? = before, !isAppend {
        elements[0] = text
        state.set(name, variable.with(.array(elements)))
        return
      }
      state.set(name, variable.with(.text(bounded(shaped(text, by: variable)))))
      return
    }
    state.set(name, variable.with(.text(.anything)))
    switch before {
    case .map(var elements):
      guard let key = key.constant else { return }
      var text = isAppend ? elements[key] ?? PartialText() : PartialText()
      text.append(value)
      elements[key] = text
      state.set(name, variable.with(.map(elements)))
    case .array, .unset, .text:
      var elements: [Int: PartialText] = [:]
      if case .array(let known)? = before { elements = known }
      if case .text(let text)? = before { elements[0] = text }
      guard let key = key.constant, var index = Int(key) else { return }
      if index < 0 { index += (elements.keys.max() ?? -1) + 1 }
      guard (0..<EvaluationLimits.elements).contains(index) else { return }
      var text = isAppend ? elements[index] ?? PartialText() : PartialText()
      text.append(value)
      elements[index] = text
      state.set(name, variable.with(.array(elements)))
    case nil: break
    }
  }

  /// What a variable holds that the script adds to before it has set it.
  ///
  /// A variable of its own is empty until then.
  private func inherited(_ name: String) -> Variable.Value {
    EnvironmentVariable.isOwn(name) ? .unset : .text(environment(name))
  }

  /// A value as its variable's kind has it.
  private func shaped(_ text: PartialText, by variable: Variable) -> PartialText {
    if variable.isInteger {
      return text.constant.flatMap { ShellNumber.read($0) }.map { PartialText(String($0)) }
        ?? .segment
    }
    guard let letters = variable.letters else { return text }
    guard let known = text.constant else { return PartialText.sum([text]) }
    return PartialText(letters == .small ? known.lowercased() : known.uppercased())
  }
}
