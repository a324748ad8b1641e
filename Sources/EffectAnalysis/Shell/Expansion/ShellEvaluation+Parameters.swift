import ShellSyntax

/// Parameter expansion (XCU 2.6.2).
extension ShellEvaluation {
  /// The value of a parameter.
  enum ParameterValue {
    case unset
    case text(PartialText)
    /// `$@`, `$*`, `${name[@]}`, `${name[*]}`.
    case list([PartialText], isJoined: Bool)
    /// A list of which not even the length is known.
    case unknownList
  }

  /// Whether a part is `$@` or `${name[@]}` and there is nothing in it.
  func isEmptyList(_ part: ShellScript.WordPart, in program: Program) -> Bool {
    guard case .parameter(let place) = part.kind else { return false }
    let parameter = program.script.parameters[place]
    switch parameter.prefix {
    case .length: return false
    // `${!@}` without parameters names none.
    case .none, .indirect: break
    }
    switch parameter.operation {
    case .useDefault, .assignDefault, .useAlternative, .refuseUnset, .names, .keys: return false
    default: break
    }
    if parameter.name.count == 1,
      program.script.text[parameter.name.lowerBound] == UInt8(ascii: "@")
    {
      return state.positional?.isEmpty == true
    }
    guard case .none = parameter.prefix, case .each? = parameter.subscripted,
      let variable = variable(program.text(parameter.name))
    else { return false }
    switch variable.value {
    case .array(let elements): return elements.isEmpty
    case .map(let elements): return elements.isEmpty
    default: return false
    }
  }

  mutating func expand(
    _ parameter: ShellScript.ParameterExpansion, in program: Program, isQuoted: Bool,
    into builder: inout FieldBuilder
  ) {
    let name = program.text(parameter.name)
    var value: ParameterValue
    switch parameter.operation {
    case .names:
      value = .unknownList
    case .keys(let isJoined):
      value = keys(of: name, isJoined: isJoined)
    default:
      value = read(name, parameter.subscripted, in: program)
      if case .indirect = parameter.prefix { value = follow(value, in: program) }
    }
    if case .length = parameter.prefix {
      append(.text(length(of: value)), isQuoted: isQuoted, to: &builder)
      return
    }
    switch parameter.operation {
    case .none, .names, .keys: break
    case .useDefault(let word, let hasColon), .assignDefault(let word, let hasColon):
      guard let isMissing = isMissing(value, orEmpty: hasColon) else {
        // The default may be taken, and what it runs is run.
        let text = expandText(word, in: program)
        if case .assignDefault = parameter.operation {
          assign(name, Variable(.anything), at: program.evidence(word.range))
        }
        if case .text(let known) = value, known == text { break }
        value = .text(.anything)
        break
      }
      guard isMissing else { break }
      if case .assignDefault = parameter.operation {
        let text = expandText(word, in: program)
        assign(name, Variable(text), at: program.evidence(word.range))
        value = .text(text)
        break
      }
      expand(word.parts, in: program, isQuoted: isQuoted, into: &builder)
      return
    case .useAlternative(let word, let hasColon):
      guard let isMissing = isMissing(value, orEmpty: hasColon) else {
        _ = expandText(word, in: program)
        value = .text(.anything)
        break
      }
      if !isMissing { expand(word.parts, in: program, isQuoted: isQuoted, into: &builder) }
      return
    case .refuseUnset(let word, let hasColon):
      if isMissing(value, orEmpty: hasColon) != false { _ = expandText(word, in: program) }
    default:
      if case .transform(UInt8(ascii: "P")) = parameter.operation {
        notePrompt(value, at: program.evidence(parameter.range))
      }
      if case .substring(let offset, let length) = parameter.operation, case .list = value {
        value = slice(
          value, of: parameter.prefix == .indirect ? nil : name, offset, length, in: program)
      } else {
        value = apply(parameter.operation, to: value, in: program)
      }
    }
    append(value, isQuoted: isQuoted, to: &builder)
  }

  /// A value that is expanded like a prompt: `${name@P}`.
  private mutating func notePrompt(_ value: ParameterValue, at bytes: Range<Int>) {
    switch value {
    case .text(let text): noteExpansion(text, at: bytes)
    case .list(let items, _): for item in items { noteExpansion(item, at: bytes) }
    case .unset, .unknownList: break
    }
  }

  private func append(_ value: ParameterValue, isQuoted: Bool, to builder: inout FieldBuilder) {
    switch value {
    case .unset: break
    case .text(let text):
      if isQuoted { builder.append(text, isQuoted: true) } else { builder.appendSplitting(text) }
    case .unknownList:
      builder.append(.anything, isQuoted: isQuoted)
    case .list(let items, isJoined: true) where isQuoted || !builder.splits:
      for (index, item) in items.enumerated() {
        if index > 0 { builder.append(separators.joint, isQuoted: true) }
        builder.append(item, isQuoted: isQuoted)
      }
    case .list(let items, _):
      for (index, item) in items.enumerated() {
        if index > 0 {
          if builder.splits { builder.endField() } else { builder.append(" ", isQuoted: true) }
        }
        if isQuoted {
          if builder.splits { builder.open() }
          builder.append(item, isQuoted: true)
        } else {
          builder.appendSplitting(item)
        }
      }
    }
  }

  /// Whether a parameter is unset, or empty where that counts; nil where it is not known.
  private func isMissing(_ value: ParameterValue, orEmpty: Bool) -> Bool? {
    switch value {
    case .unset: return true
    case .text(let text):
      guard let isEmpty = text.isSurelyEmpty else { return nil }
      return isEmpty && orEmpty
    case .list(let items, _):
      if items.isEmpty { return true }
      guard orEmpty else { return false }
      return items.contains { $0.isSurelyEmpty == false }
        ? false : items.allSatisfy { $0.isEmpty } ? items.count == 1 : nil
    case .unknownList: return nil
    }
  }

  private func length(of value: ParameterValue) -> PartialText {
    switch value {
    case .unset: return PartialText("0")
    case .text(let text):
      return text.constant.map { PartialText(String($0.unicodeScalars.count)) } ?? .segment
    case .list(let items, _): return PartialText(String(items.count))
    case .unknownList: return .segment
    }
  }

  /// The value of the parameter that a value names: `${!name}`.
  private mutating func follow(_ value: ParameterValue, in program: Program) -> ParameterValue {
    let text: PartialText
    switch value {
    case .unset: return .unset
    case .list(let items, _):
      if items.isEmpty { return .unset }
      guard items.count == 1 else { return .unknownList }
      text = items[0]
    case .text(let value): text = value
    case .unknownList: return .unknownList
    }
    guard let name = text.constant else { return .unknownList }
    if let bracket = name.firstIndex(of: "["), name.hasSuffix("]") {
      let index = name[name.index(after: bracket)...].dropLast()
      noteSubscript(text, at: currentEvidence)
      switch index {
      case "@", "*": return list(String(name[..<bracket]), isJoined: index == "*")
      default: return element(String(name[..<bracket]), key: PartialText(String(index)))
      }
    }
    return read(name, nil, in: program)
  }

  private mutating func keys(of name: String, isJoined: Bool) -> ParameterValue {
    switch pick(name) {
    case .array(let elements):
      return .list(elements.keys.sorted().map { PartialText(String($0)) }, isJoined: isJoined)
    case .map(let elements):
      return .list(elements.keys.sorted().map { PartialText($0) }, isJoined: isJoined)
    case .text: return .list([PartialText("0")], isJoined: isJoined)
    case .unset: return .list([], isJoined: isJoined)
    case nil: return .unknownList
    }
  }

  // MARK: Operations on values

  private mutating func apply(
    _ operation: ShellScript.ParameterExpansion.Operation, to value: ParameterValue,
    in program: Program
  ) -> ParameterValue {
    let edit = TextEdit(operation, in: program, by: &self)
    switch value {
    case .unset: return .unset
    case .unknownList: return .unknownList
    case .text(let text): return .text(edit.apply(to: text))
    case .list(let items, let isJoined):
      return .list(items.map { edit.apply(to: $0) }, isJoined: isJoined)
    }
  }

  /// Some of a list, counted by the elements' indexes: `${@:2}`, `${name[@]:1:2}`; the name is nil where it is not known.
  private mutating func slice(
    _ value: ParameterValue, of name: String?, _ offset: ShellScript.Arithmetic,
    _ length: ShellScript.Arithmetic?, in program: Program
  ) -> ParameterValue {
    guard case .list(var items, let isJoined) = value else { return value }
    let start = evaluate(offset, in: program)
    let count = length.map { evaluate($0, in: program) }
    guard let name, let start, count != .some(nil) else { return .unknownList }
    if name == "@" || name == "*" {
      // `$0` stands before the first positional parameter.
      items.insert(state.name, at: 0)
    } else if case .map? = pick(name) {
      return .unknownList
    } else if case .array(let elements)? = pick(name), elements[items.count - 1] == nil {
      // Some index has no element.
      return .unknownList
    }
    let range = TextEdit.range(start, count ?? nil, of: items.count)
    return .list(range.map { Array(items[$0]) } ?? [], isJoined: isJoined)
  }
}
