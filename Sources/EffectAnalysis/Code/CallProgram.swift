import ActionModel

/// Finds the calls in a program of a general language, and tells whether it does anything else.
struct CallProgram {
  /// How deep programs inside strings of programs are followed.
  private static let maximumDepth = 4

  let text: CodeText
  let tokens: [CodeToken]
  let language: CodeLanguage
  let scope: CodeScope
  let constants: [[UInt8]: [UInt8]]
  /// For each closing bracket, the place of what it closes.
  let openings: [Int: Int]
  /// Programs that this one runs or holds in strings.
  var inner: [CodeText] = []
  /// Whether all that was seen is known.
  var isUnderstood: Bool
  /// What has been connected to, which is where sent data goes.
  var hosts: [(host: Word, port: UInt16?)] = []
  var sends = false
  /// Where the text ends that is no code of this language.
  private var rawEnd = 0

  static func read(_ text: CodeText, in language: CodeLanguage, into findings: inout CodeFindings) {
    var pending: [(text: CodeText, depth: Int)] = [(text, 0)]
    var isUnderstood = !language.pure.isEmpty
    while let next = pending.popLast() {
      var program = CallProgram(next.text, language: language)
      program.read(into: &findings)
      isUnderstood = isUnderstood && program.isUnderstood
      if next.depth < maximumDepth {
        pending += program.inner.map { ($0, next.depth + 1) }
      } else if !program.inner.isEmpty {
        isUnderstood = false
      }
    }
    if !isUnderstood { findings.leave("\(language.names[0]) code is not analysed") }
  }

  private init(_ text: CodeText, language: CodeLanguage) {
    let lexer = CodeLexer(text, in: text.bytes.indices, language: language)
    self.text = text
    self.language = language
    let scope = CodeScope(lexer.tokens)
    if let unfolding = CodeUnfolding(
      lexer.tokens, scope: scope, decodings: language.decodings)
    {
      tokens = unfolding.tokens
      self.scope = CodeScope(tokens)
    } else {
      tokens = lexer.tokens
      self.scope = scope
    }
    constants = CodeConstants.find(in: tokens, of: text)
    var openings: [Int: Int] = [:]
    var open: [Int] = []
    for (index, token) in tokens.enumerated() {
      if token.isMark("(") {
        open.append(index)
      } else if token.isMark(")"), let start = open.popLast() {
        openings[index] = start
      }
    }
    self.openings = openings
    isUnderstood = lexer.isComplete && text.isConstant
    inner = lexer.embedded.map { CodeText(text.bytes[$0], evidence: text.evidence) }
  }

  private mutating func read(into findings: inout CodeFindings) {
    judgeImports()
    var statements = scope.statements[...]
    for (index, token) in tokens.enumerated() {
      if let statement = statements.first, statement.contains(index) {
        if index == statement.upperBound - 1 { statements.removeFirst() }
        continue
      }
      if token.range.lowerBound < rawEnd { continue }
      switch token.kind {
      case .command: findings.add(.shell(text.word(token.value), arguments: []))
      case .name: name(at: index, &findings)
      case .mark, .regex, .string: judge(token, at: index)
      case .number, .newline: break
      case .unknown: isUnderstood = false
      }
    }
    guard sends else { return }
    for (host, port) in hosts { findings.add(.host(.sends, host, scheme: nil, port: port)) }
    if hosts.isEmpty { findings.add(.effect(.sends, .unknown)) }
  }

  private mutating func name(at index: Int, _ findings: inout CodeFindings) {
    guard !findings.isFull, let name = tokens[index].text else { return }
    var (path, isImported) = scope.path(of: name)
    var module = ""
    if tokens[index].isMember, let required = moduleBefore(index) {
      module = required
      (path, isImported) = ("\(module).\(name)", true)
    }
    let last = path.split(separator: ".").last.map(String.init) ?? path
    let isMember = tokens[index].isMember && !isImported
    let call = language.calls[last]?.first {
      $0.path.map { !isMember && $0 == path } ?? true
    }
    guard let call else {
      if noteEnvironment(path, at: index, &findings) { return }
      let isForeign = tokens[index].isMember && isImported && !language.modules.contains(module)
      judge(path: isForeign ? name : path, isImported: isImported && !isForeign, at: index)
      return
    }
    let next = index + 1 < tokens.count ? tokens[index + 1] : nil
    let isBracketed = next?.isMark("(") ?? false
    let isRaw = call.effects.contains { $0.selector == .raw }
    if !isBracketed, !isRaw, !takesBare(next) {
      isUnderstood = false
      return
    }
    let takesBracket =
      isBracketed || (isRaw && (next.map { $0.isMark("{") || $0.isMark("[") } ?? false))
    let arguments = CodeArguments(
      tokens, from: takesBracket ? index + 2 : index + 1, isBracketed: takesBracket, of: text,
      constants: constants, language: language)
    if isRaw { rawEnd = arguments.raw.upperBound }
    for effect in call.effects { apply(effect, arguments, at: index, &findings) }
  }

  /// The module of `require("m")` that a member's name follows.
  private func moduleBefore(_ index: Int) -> String? {
    // The separator is a token of its own, before which the bracket stands.
    guard let open = bracketBefore(index), open > 0,
      ["require", "__import__", "Java.type", "importlib.import_module"].contains(
        tokens[open - 1].text)
    else { return nil }
    return CodeScope.required(tokens, open - 1)
  }

  /// The bracket that opens the arguments of the call whose member stands at a token.
  func bracketBefore(_ index: Int) -> Int? {
    var place = index - 1
    while place >= 0, place > index - 4 {
      if tokens[place].isMark(")") { return openings[place] }
      guard case .mark = tokens[place].kind else { return nil }
      place -= 1
    }
    return nil
  }

  /// Whether a token can be the first argument of a call without brackets.
  private func takesBare(_ next: CodeToken?) -> Bool {
    guard let next, language.traits.contains("bare-calls") else { return false }
    switch next.kind {
    case .string, .command, .number: return true
    case .name: return next.isVariable || !language.keywords.contains(next.text ?? "")
    case .mark(let mark):
      return mark == UInt8(ascii: "[") || mark == UInt8(ascii: "<") || mark == UInt8(ascii: "{")
    default: return false
    }
  }
}
