import ActionModel
import ByteParsing

extension CallProgram {
  /// Adds what one effect of a call means for its arguments.
  mutating func apply(
    _ effect: CodeEffect, _ arguments: CodeArguments, at index: Int,
    _ findings: inout CodeFindings
  ) {
    switch effect.use {
    case .reads: path(.reads, effect, arguments, index, &findings)
    case .writes: path(.writes, effect, arguments, index, &findings)
    case .deletes: path(.deletes, effect, arguments, index, &findings)
    case .loads: path(.loads, effect, arguments, index, &findings)
    case .chmod: path(.changesPermissions, effect, arguments, index, &findings)
    case .imports: load(effect, arguments, index, &findings)
    case .readsTree: path(.reads, effect, arguments, index, isTree: true, &findings)
    case .writesTree: path(.writes, effect, arguments, index, isTree: true, &findings)
    case .deletesTree: path(.deletes, effect, arguments, index, isTree: true, &findings)
    case .opens: open(effect, arguments, index, &findings)
    case .opensAsPerl: openAsPerl(arguments, &findings)
    case .fetches: fetch(effect, arguments, index, &findings)
    case .shell: findings.add(.shell(word(effect, arguments, index), arguments: []))
    case .system, .runs: run(effect, arguments, &findings)
    case .executes: execute(effect, arguments, &findings)
    case .code, .python, .lua, .perl, .ruby, .tcl: code(effect, arguments, index, &findings)
    case .sql: findings.add(.code(language: "sql", word(effect, arguments, index)))
    case .connects: connect(.connects, effect, arguments, &findings)
    case .sends: send(effect, arguments, &findings)
    case .requests:
      connect(.connects, effect, arguments, &findings)
      if arguments.count > 1 { send(effect, arguments, &findings) }
    case .gets:
      connect(.connects, effect, arguments, &findings)
      if takesOptions(arguments) { send(effect, arguments, &findings) }
    case .listens: connect(.listens, effect, arguments, &findings)
    case .escalates: findings.add(.effect(.escalates, .unknown))
    case .nothing: break
    case .unknown: isUnderstood = false
    }
  }

  /// The bytes of the argument that an effect speaks of.
  private func value(_ effect: CodeEffect, _ arguments: CodeArguments, _ index: Int) -> [UInt8] {
    let unknown = [CodeText.unknown]
    let argument: CodeArguments.Argument?
    switch effect.selector {
    case .none, .each: return unknown
    case .raw: return Array(text.bytes[arguments.raw])
    case .receiver: return receiver(of: index) ?? unknown
    case .last: argument = arguments[arguments.count - 1]
    case .argument(let number): argument = arguments[number]
    }
    guard let argument, !argument.isList || argument.elements.count == 1 else { return unknown }
    return argument.isList ? argument.elements[0] : argument.value
  }

  private func word(_ effect: CodeEffect, _ arguments: CodeArguments, _ index: Int) -> Word {
    text.word(value(effect, arguments, index))
  }

  /// The string, or the only argument of the call, whose method stands at a token.
  private func receiver(of index: Int) -> [UInt8]? {
    let token = tokens[index]
    guard token.isMember else {
      let root = token.value.prefix { $0 != UInt8(ascii: ".") }
      return constants[Array(root)]
    }
    if let open = bracketBefore(index) {
      let arguments = CodeArguments(
        tokens, from: open + 1, isBracketed: true, of: text, constants: constants,
        language: language)
      return arguments.count == 1 ? arguments[0]?.value : nil
    }
    var place = index - 1
    while place >= 0, place > index - 3 {
      if tokens[place].kind == .string { return tokens[place].value }
      guard case .mark = tokens[place].kind else { return nil }
      place -= 1
    }
    return nil
  }

  // MARK: - Files

  private func path(
    _ kind: Effect.Kind, _ effect: CodeEffect, _ arguments: CodeArguments, _ index: Int,
    isTree: Bool = false, _ findings: inout CodeFindings
  ) {
    if effect.selector == .each {
      for element in arguments.elements(from: 0) {
        findings.add(.path(kind, text.word(element), isTree: isTree))
      }
      return
    }
    // A number is a file that is open already.
    let value = value(effect, arguments, index)
    if !value.isEmpty, value.count < 3, value.allSatisfy(\.isDigit) { return }
    findings.add(.path(kind, text.word(value), isTree: isTree))
  }

  private mutating func open(
    _ effect: CodeEffect, _ arguments: CodeArguments, _ index: Int,
    _ findings: inout CodeFindings
  ) {
    let word = word(effect, arguments, index)
    if word.knownPrefix.contains(bytes: "://") { return fetch(effect, arguments, index, &findings) }
    if word.knownPrefix.hasPrefix("|") {
      findings.add(.shell(text.word(value(effect, arguments, index).dropFirst()), arguments: []))
      return
    }
    var mode = arguments.named["mode"]
    if mode == nil, case .argument(let number) = effect.selector { mode = arguments[number + 1] }
    if effect.selector == .receiver { mode = mode ?? arguments[0] }
    let letters = mode?.value ?? []
    let isUnknown = letters.contains(CodeText.unknown)
    let writes = isUnknown || letters.contains { "wax+>".utf8.contains($0) }
    let reads = isUnknown || !writes || letters.contains(UInt8(ascii: "+"))
    if reads { path(.reads, effect, arguments, index, &findings) }
    if writes { path(.writes, effect, arguments, index, &findings) }
  }

  /// Perl's `open(F, ">file")`, `open(F, "command|")`, `open(F, "<", "file")`, `open(F, "-|", "command")`.
  private func openAsPerl(_ arguments: CodeArguments, _ findings: inout CodeFindings) {
    guard arguments.count >= 2, let mode = arguments[1] else {
      findings.add(.path(.reads, text.anything, isTree: false))
      return
    }
    var value = mode.value[...]
    while let first = value.first, first.isSpace { value = value.dropFirst() }
    while let last = value.last, last.isSpace { value = value.dropLast() }
    let pipe = UInt8(ascii: "|")
    if arguments.count >= 3 {
      if value.contains(pipe) || value.contains(CodeText.unknown) {
        findings.add(
          .runs(
            arguments.elements(from: 2).map { text.word($0) }, hasFurtherArguments: false))
        if value.contains(pipe) { return }
      }
      let kind: Effect.Kind =
        value.contains(UInt8(ascii: ">")) || value.contains(UInt8(ascii: "+")) ? .writes : .reads
      findings.add(.path(kind, text.word(arguments[2]?.value ?? []), isTree: false))
    } else if value.first == pipe || value.last == pipe {
      let command = value.first == pipe ? value.dropFirst() : value.dropLast()
      findings.add(.shell(text.word(command), arguments: []))
    } else {
      let name = value.drop { "<>+ ".utf8.contains($0) }
      // `>&S` makes a copy of what is open.
      if name.first == UInt8(ascii: "&") { return }
      let writes = value[..<name.startIndex].contains(UInt8(ascii: ">"))
      findings.add(.path(writes ? .writes : .reads, text.word(name), isTree: false))
      if value.first == CodeText.unknown { findings.add(.shell(text.anything, arguments: [])) }
    }
  }

  /// Opens a file, or what a URL names.
  private mutating func fetch(
    _ effect: CodeEffect, _ arguments: CodeArguments, _ index: Int,
    _ findings: inout CodeFindings
  ) {
    let word = word(effect, arguments, index)
    guard let range = word.knownPrefix.firstRange(ofBytes: "://") else {
      path(.reads, effect, arguments, index, &findings)
      return
    }
    switch word.knownPrefix[..<range.lowerBound] {
    case "file":
      let path = String(word.knownPrefix[range.upperBound...])
      findings.add(
        .path(
          .reads, word.constant == nil ? text.anything : Word(path, bytes: text.evidence),
          isTree: false))
    case "php", "data", "glob", "phar", "zip", "compress.zlib", "expect":
      findings.add(.path(.reads, text.anything, isTree: false))
      isUnderstood = false
    default:
      hosts.append((word, nil))
      findings.add(.host(.connects, word, scheme: nil, port: nil))
    }
  }

  /// Loads a module: nothing where the language has it, a file where a path is given, else a package.
  private func load(
    _ effect: CodeEffect, _ arguments: CodeArguments, _ index: Int,
    _ findings: inout CodeFindings
  ) {
    let word = word(effect, arguments, index)
    guard let name = word.constant else {
      findings.add(.path(.loads, word, isTree: false))
      return
    }
    let module = name.hasPrefix("node:") ? String(name.dropFirst(5)) : name
    if language.modules.contains(module) { return }
    if name.utf8.contains(UInt8(ascii: "/")) && (name.hasPrefix(".") || name.hasPrefix("/")) {
      findings.add(.path(.loads, word, isTree: false))
    } else {
      findings.add(.named(.loads, .package, word))
    }
  }

  // MARK: - Programs

  private func run(
    _ effect: CodeEffect, _ arguments: CodeArguments, _ findings: inout CodeFindings
  ) {
    let first: Int
    if case .argument(let number) = effect.selector { first = number } else { first = 0 }
    guard let argument = arguments[first] else {
      findings.add(.effect(.executes, .unknown))
      return
    }
    var elements = argument.elements
    if !argument.isList {
      if arguments[first + 1] == nil {
        let isName = argument.value.allSatisfy { $0.isName || "/.-+".utf8.contains($0) }
        let word = text.word(argument.value)
        findings.add(
          isName ? .runs([word], hasFurtherArguments: false) : .shell(word, arguments: []))
        return
      }
      // `spawn("ls", ["-l"], {…})`; `system("ls", "-l")`.
      let next = arguments[first + 1]
      let isListed = next?.isList ?? false
      let rest =
        next?.isObject ?? true
        ? [] : isListed ? next?.elements : arguments.elements(from: first + 1)
      elements = [argument.value] + (rest ?? [])
    }
    guard let name = elements.first, !name.contains(CodeText.unknown) else {
      findings.add(.effect(.executes, .unknown))
      return
    }
    findings.add(.runs(elements.map { text.word($0) }, hasFurtherArguments: false))
  }

  /// `execv("/bin/sh", ["sh", "-c", "id"])`: the name that the program sees is not what runs.
  private func execute(
    _ effect: CodeEffect, _ arguments: CodeArguments, _ findings: inout CodeFindings
  ) {
    guard case .argument(let number) = effect.selector, let program = arguments[number],
      program.isKnown
    else {
      findings.add(.effect(.executes, .unknown))
      return
    }
    let rest = arguments.elements(from: number + 1).dropFirst()
    findings.add(
      .runs(([program.value] + rest).map { text.word($0) }, hasFurtherArguments: false))
  }

  private mutating func code(
    _ effect: CodeEffect, _ arguments: CodeArguments, _ index: Int,
    _ findings: inout CodeFindings
  ) {
    let value = value(effect, arguments, index)
    if effect.use != .code {
      findings.add(.code(language: effect.use.rawValue, text.word(value)))
    } else if value.contains(CodeText.unknown) {
      isUnderstood = false
    } else {
      inner.append(CodeText(value, evidence: text.evidence))
    }
  }

  // MARK: - Network

  private mutating func connect(
    _ kind: Effect.Kind, _ effect: CodeEffect, _ arguments: CodeArguments,
    _ findings: inout CodeFindings
  ) {
    guard let (host, port) = place(effect, arguments, isListening: kind == .listens) else {
      findings.add(.effect(kind, .unknown))
      return
    }
    if kind == .connects { hosts.append((host, port)) }
    findings.add(.host(kind, host, scheme: nil, port: port))
    // What is not known of an address may be data: `"https://a/" + key`.
    if kind == .connects, host.constant == nil, host.knownPrefix.contains(bytes: "://") {
      findings.add(.host(.sends, host, scheme: nil, port: port))
      findings.isAtLeast(.irreversible)
    }
  }

  /// Whether a request is given more than its address and a function for the answer.
  private func takesOptions(_ arguments: CodeArguments) -> Bool {
    guard arguments.count > 1 else { return false }
    if arguments.positional.contains(where: \.isObject) { return true }
    let raw = String(decoding: text.bytes[arguments.raw], as: UTF8.self)
    return !raw.contains(bytes: "=>") && !raw.contains(bytes: "function")
  }

  private mutating func send(
    _ effect: CodeEffect, _ arguments: CodeArguments, _ findings: inout CodeFindings
  ) {
    if effect.selector == .none {
      sends = true
    } else if let (host, port) = place(effect, arguments, isListening: false) {
      findings.add(.host(.sends, host, scheme: nil, port: port))
    } else {
      findings.add(.effect(.sends, .unknown))
    }
    findings.isAtLeast(.irreversible)
  }

  /// The first string that may name a host, and the first number that may be a port.
  private func place(
    _ effect: CodeEffect, _ arguments: CodeArguments, isListening: Bool
  ) -> (Word, UInt16?)? {
    guard effect.selector != .none else { return nil }
    var first = 0
    if case .argument(let number) = effect.selector { first = number }
    var host: [UInt8]?
    var port: UInt16?
    for element in arguments.elements(from: first) {
      if !element.isEmpty, element.allSatisfy(\.isDigit) {
        port = port ?? UInt16(String(decoding: element, as: UTF8.self))
      } else if host == nil, !element.isEmpty, element != [CodeText.unknown] {
        host = element
      }
    }
    if isListening { return (text.word(host ?? Array("0.0.0.0".utf8)), port) }
    return host.map { (text.word($0), port) }
  }
}
