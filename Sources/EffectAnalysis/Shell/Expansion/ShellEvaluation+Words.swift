import ShellSyntax

/// Word expansion (XCU 2.6).
extension ShellEvaluation {
  /// Expands a word of a command into the words that it becomes.
  mutating func expand(_ word: ShellScript.Word, in program: Program, into words: inout [Word]) {
    let bytes = program.evidence(word.range)
    if word.isConstant {
      words.append(constantText(word, in: program).word(at: bytes))
      return
    }
    guard step(at: bytes) else { return }
    if word.hasBraces, appendBraces(word, in: program, at: bytes, to: &words) {
      return
    }
    var builder = FieldBuilder(splittingAt: separators)
    expand(word.parts, in: program, isQuoted: false, into: &builder)
    append(builder, at: bytes, to: &words)
  }

  private mutating func append(
    _ builder: FieldBuilder, at bytes: Range<Int>, to words: inout [Word]
  ) {
    builder.eachField { field in
      guard words.count < EvaluationLimits.words else {
        return exhaust("a command has too many words", at: bytes)
      }
      let parts = FilePattern.parts(of: field, reachesDown: state.reachesDown)
      words.append(bounded(PartialText(parts)).word(at: bytes))
    }
  }

  /// Counts what a text costs; beyond the limit it is not kept.
  mutating func bounded(_ text: consuming PartialText) -> PartialText {
    let length = text.parts.knownCount
    charge(forBytes: length)
    return length > EvaluationLimits.wordLength || text.parts.count > 256 ? .anything : text
  }

  /// Expands a word that stays one text: a value, a pattern's subject, a redirection's target.
  mutating func expandText(_ word: ShellScript.Word, in program: Program) -> PartialText {
    if word.isConstant { return constantText(word, in: program) }
    var builder = FieldBuilder()
    expand(word.parts, in: program, isQuoted: false, into: &builder)
    return bounded(builder.joined())
  }

  /// Expands a word whose unquoted letters are a pattern.
  mutating func expandPattern(_ word: ShellScript.Word, in program: Program) -> [WordPiece] {
    var builder = FieldBuilder()
    expand(word.parts, in: program, isQuoted: false, into: &builder)
    return builder.finished().flatMap(\.pieces)
  }

  /// The letters of `IFS`.
  var separators: FieldSeparators {
    guard state.variables.hasHeldSeparators, let variable = variable("IFS") else {
      return .standard
    }
    switch variable.value {
    case .unset: return .standard
    case .text(let text): return text.constant.map { FieldSeparators($0) } ?? .unknown
    case .array, .map, nil: return .unknown
    }
  }

  /// The text of a word in which only quotes have to be removed.
  func constantText(_ word: ShellScript.Word, in program: Program) -> PartialText {
    if let text = onlyText(of: word.parts, in: program) { return PartialText(text) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(word.range.count)
    appendConstant(word.parts, in: program, to: &bytes)
    var text = PartialText()
    text.append(bytes)
    return text
  }

  /// The text of parts that are one literal, with or without quotes around it, as most are.
  private func onlyText(of parts: Run<ShellScript.WordPart>, in program: Program) -> String? {
    guard parts.count == 1 else { return nil }
    let part = program.script.parts[Int(parts.start)]
    switch part.kind {
    case .literal: return program.text(part.range)
    case .singleQuoted:
      return program.text(ByteRange(part.range.lowerBound + 1, part.range.upperBound - 1))
    case .doubleQuoted(let inner, _): return onlyText(of: inner, in: program)
    default: return nil
    }
  }

  private func appendConstant(
    _ parts: Run<ShellScript.WordPart>, in program: Program, to bytes: inout [UInt8]
  ) {
    for index in parts.indices {
      appendConstant(program.script.parts[index], in: program, to: &bytes)
    }
  }

  private func appendConstant(
    _ part: ShellScript.WordPart, in program: Program, to bytes: inout [UInt8]
  ) {
    switch part.kind {
    case .literal: bytes += program.script.text[part.range.range]
    case .escaped: bytes += program.script.text[part.range.range].dropFirst()
    case .singleQuoted: bytes += program.script.text[part.range.range].dropFirst().dropLast()
    case .ansiQuoted: bytes += program.script.ansiText(of: part)
    case .doubleQuoted(let inner, _): appendConstant(inner, in: program, to: &bytes)
    default: break
    }
  }

  // MARK: Parts

  mutating func expand(
    _ parts: Run<ShellScript.WordPart>, in program: Program, isQuoted: Bool,
    into builder: inout FieldBuilder
  ) {
    for index in parts.indices where !isExhausted {
      expand(program.script.parts[index], in: program, isQuoted: isQuoted, into: &builder)
    }
  }

  private mutating func expand(
    _ part: ShellScript.WordPart, in program: Program, isQuoted: Bool,
    into builder: inout FieldBuilder
  ) {
    switch part.kind {
    case .literal(let hasSpecials):
      builder.append(program.text(part.range), isQuoted: isQuoted || !hasSpecials)
    case .escaped, .singleQuoted, .ansiQuoted:
      builder.open()
      if case .singleQuoted = part.kind {
        let range = ByteRange(part.range.lowerBound + 1, part.range.upperBound - 1)
        return builder.append(program.text(range), isQuoted: true)
      }
      var bytes: [UInt8] = []
      appendConstant(part, in: program, to: &bytes)
      var text = PartialText()
      text.append(bytes)
      builder.append(text, isQuoted: true)
    case .doubleQuoted(let inner, _):
      // "$@" without parameters is no word at all, though it is quoted.
      if inner.count == 1, isEmptyList(program.script.parts[Int(inner.start)], in: program) {
        return
      }
      builder.open()
      expand(inner, in: program, isQuoted: true, into: &builder)
    case .tilde:
      builder.append(tilde(program.text(part.range)), isQuoted: true)
    case .parameter(let place):
      expand(program.script.parameters[place], in: program, isQuoted: isQuoted, into: &builder)
    case .arithmetic(let expression):
      if let value = evaluate(expression, in: program) {
        builder.append(String(value), isQuoted: isQuoted)
      } else {
        builder.append(.segment, isQuoted: true)
      }
    case .substitution(let list), .backquoted(let list):
      let text = substitute(list, in: program, at: part.range)
      if isQuoted { builder.append(text, isQuoted: true) } else { builder.appendSplitting(text) }
    case .process(let list, let isInput):
      builder.append(process(list, isInput: isInput, in: program), isQuoted: true)
    case .array:
      builder.append(.anything, isQuoted: true)
    case .malformed:
      collector.addGap("an expansion that the shell refuses", at: program.evidence(part.range))
      builder.append(.anything, isQuoted: true)
    }
  }

  /// Runs the commands of a substitution and gives what they put out.
  private mutating func substitute(
    _ list: ShellScript.CommandList, in program: Program, at range: ByteRange
  ) -> PartialText {
    guard step(at: program.evidence(range)) else { return .anything }
    let readings = collector.readings
    var text = PartialText.anything
    let status = descend(at: program.evidence(range)) { evaluation in
      if let file = evaluation.onlyRead(list, in: program) {
        // `$(<file)` puts the file out.
        let stream = evaluation.readFile(file, in: program)
        text = stream.substituted
        return .unknown
      }
      let (status, stream) = evaluation.captured(list, in: program)
      text = stream.substituted
      return status
    }
    substitutionStatus = status
    if collector.readings > readings { carriesData = true }
    return bounded(text)
  }

  /// The redirection of a list that is nothing but `<file`.
  private func onlyRead(_ list: ShellScript.CommandList, in program: Program)
    -> ShellScript.Redirection?
  {
    guard list.count == 1 else { return nil }
    let item = program.script.lists[Int(list.start)]
    guard item.pipelines.count == 1 else { return nil }
    let pipeline = program.script.pipelines[Int(item.pipelines.start)]
    guard pipeline.commands.count == 1 else { return nil }
    let command = program.script.commands[Int(pipeline.commands.start)]
    guard case .simple(let assignments, let words) = command.kind, assignments.isEmpty,
      words.isEmpty, command.redirections.count == 1
    else { return nil }
    let redirection = program.script.redirections[Int(command.redirections.start)]
    if case .read = redirection.operation { return redirection }
    return nil
  }

  /// Runs the commands behind `<(…)` or `>(…)` and names the path that leads to them.
  private mutating func process(
    _ list: ShellScript.CommandList, isInput: Bool, in program: Program
  ) -> PartialText {
    processCount += 1
    let path = "/dev/fd/\(64 + processCount)"
    if isInput {
      let readings = collector.readings
      state.written[path] = captured(list, in: program).stream
      if collector.readings > readings { carriesData = true }
    } else {
      let outside = (input, output)
      input = Input(.unknown)
      output = nil
      _ = inSubshell { $0.run(list, in: program) }
      (input, output) = outside
    }
    return PartialText(path)
  }

  /// What a tilde and a user's name stand for (XCU 2.6.1).
  private func tilde(_ text: String) -> PartialText {
    switch text {
    case "~": return home
    case "~+": return value(of: "PWD")
    case "~-": return value(of: "OLDPWD")
    // A place among the directories that `pushd` keeps.
    case _ where text.utf8.dropFirst().allSatisfy { 0x2B...0x39 ~= $0 }: return .anything
    case "~root": return PartialText("/root")
    default: return PartialText("/home/" + text.dropFirst())
    }
  }

  // MARK: Braces

  /// Appends the words that the braces of a word make of it; false where there are none that count.
  private mutating func appendBraces(
    _ word: ShellScript.Word, in program: Program, at bytes: Range<Int>, to words: inout [Word]
  ) -> Bool {
    var tokens: [BraceExpansion.Token] = []
    for index in word.parts.indices {
      let part = program.script.parts[index]
      if case .literal(hasSpecials: true) = part.kind {
        tokens += program.script.text[part.range.range].map { .byte($0) }
      } else {
        tokens.append(.part(index))
      }
    }
    if let numbers = BraceExpansion.numbers(tokens),
      words.count + numbers.count <= EvaluationLimits.words
    {
      words.reserveCapacity(words.count + numbers.count)
      for number in numbers { words.append(Word(number, bytes: bytes)) }
      return true
    }
    guard let expanded = BraceExpansion.expand(tokens) else {
      exhaust("braces make too many words", at: bytes)
      return true
    }
    if expanded.count == 1, expanded[0] == tokens { return false }
    for tokens in expanded { appendFields(tokens, in: program, at: bytes, to: &words) }
    return true
  }

  private mutating func appendFields(
    _ tokens: [BraceExpansion.Token], in program: Program, at bytes: Range<Int>,
    to words: inout [Word]
  ) {
    // Most are letters alone: the numbers of a sequence, the names of a list.
    if let text = Self.plainText(tokens), words.count < EvaluationLimits.words {
      if !text.isEmpty { words.append(bounded(PartialText(text)).word(at: bytes)) }
      return
    }
    var builder = FieldBuilder(splittingAt: separators)
    var literal: [UInt8] = []
    let prefix = tildePrefix(tokens)
    if let prefix {
      builder.append(tilde(String(decoding: prefix, as: UTF8.self)), isQuoted: true)
    }
    for token in tokens.dropFirst(prefix?.count ?? 0) {
      switch token {
      case .byte(let byte): literal.append(byte)
      case .part(let index):
        builder.append(String(decoding: literal, as: UTF8.self), isQuoted: false)
        literal = []
        expand(program.script.parts[index], in: program, isQuoted: false, into: &builder)
      }
    }
    builder.append(String(decoding: literal, as: UTF8.self), isQuoted: false)
    append(builder, at: bytes, to: &words)
  }

  /// The text of tokens in which nothing is left to be expanded.
  private static func plainText(_ tokens: [BraceExpansion.Token]) -> String? {
    var text: [UInt8] = []
    text.reserveCapacity(tokens.count)
    for token in tokens {
      guard case .byte(let byte) = token, byte != UInt8(ascii: "~"),
        !FilePattern.isPatternLetter(byte)
      else { return nil }
      text.append(byte)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The tilde and the name that a word begins with once its braces are expanded: `{~,x}` (bash manual 3.5).
  private func tildePrefix(_ tokens: [BraceExpansion.Token]) -> [UInt8]? {
    guard tokens.first == .byte(UInt8(ascii: "~")) else { return nil }
    var prefix: [UInt8] = []
    for token in tokens {
      guard case .byte(let byte) = token else { return nil }
      if byte == UInt8(ascii: "/") { break }
      prefix.append(byte)
    }
    return prefix
  }
}
