import ActionModel

/// Understands awk (POSIX, with gawk's additions): which files a program reads and writes, what it runs and reaches.
struct AwkProgram {
  private let text: CodeText
  private let tokens: [CodeToken]
  private let constants: [[UInt8]: [UInt8]]

  static func read(_ text: CodeText, in language: CodeLanguage, into findings: inout CodeFindings) {
    let lexer = CodeLexer(text, in: text.bytes.indices, language: language)
    let tokens = lexer.tokens
    if !text.isConstant { findings.leave("a part of the awk program is not known") }
    if !lexer.isComplete { findings.leave("the awk program is not understood") }
    let program = AwkProgram(
      text: text, tokens: tokens, constants: CodeConstants.find(in: tokens, of: text))
    program.read(into: &findings)
  }

  private func read(into findings: inout CodeFindings) {
    var depth = 0
    // The depth of brackets at which a `print` stands, while its statement lasts.
    var printDepth: Int?
    for index in tokens.indices {
      let token = tokens[index]
      switch token.kind {
      case .name:
        switch token.text {
        case "print", "printf": printDepth = depth
        case "system": findings.add(.shell(argument(after: index), arguments: []))
        case "getline": line(at: index, &findings)
        case "ARGV": operand(at: index, &findings)
        default: break
        }
      case .newline, .mark(UInt8(ascii: ";")), .mark(UInt8(ascii: "}")): printDepth = nil
      case .mark(UInt8(ascii: "(")), .mark(UInt8(ascii: "[")): depth += 1
      case .mark(UInt8(ascii: ")")), .mark(UInt8(ascii: "]")): depth -= 1
      case .mark(UInt8(ascii: ">")) where printDepth == depth:
        printDepth = nil
        let isAppending = isMark(">", at: index + 1)
        open(value(from: index + (isAppending ? 2 : 1)), writes: true, &findings)
      case .mark(UInt8(ascii: "|")):
        pipe(at: index, isPrinting: printDepth == depth, &findings)
      case .mark(UInt8(ascii: "@")): directive(at: index, &findings)
      default: break
      }
    }
  }

  private func isMark(_ mark: Unicode.Scalar, at index: Int) -> Bool {
    tokens.indices.contains(index) && tokens[index].isMark(mark)
  }

  /// Reads `expr | getline`, `print … | expr`, and both with `|&`; `||` is neither.
  private func pipe(at index: Int, isPrinting: Bool, _ findings: inout CodeFindings) {
    guard !isMark("|", at: index + 1), !isMark("|", at: index - 1) else { return }
    let next = isMark("&", at: index + 1) ? index + 2 : index + 1
    let isTwoWay = next == index + 2
    let value: Word
    if tokens.indices.contains(next), tokens[next].kind == .name, tokens[next].text == "getline" {
      value = self.value(before: index)
    } else if isPrinting {
      value = self.value(from: next)
    } else {
      return
    }
    if isTwoWay, value.knownPrefix.hasPrefix("/inet") {
      open(value, writes: true, &findings)
    } else {
      findings.add(.shell(value, arguments: []))
    }
  }

  /// Reads `getline < file`, `getline name < file`.
  private func line(at index: Int, _ findings: inout CodeFindings) {
    var next = index + 1
    if isMark("$", at: next) { next += 1 }
    if tokens.indices.contains(next), tokens[next].kind == .name || tokens[next].kind == .number {
      next += 1
      if isMark("[", at: next) {
        while next < tokens.count, next < index + 32, !tokens[next].isMark("]") { next += 1 }
        next += 1
      }
    }
    if isMark("<", at: next) { open(value(from: next + 1), writes: false, &findings) }
  }

  /// Reads `ARGV[1] = "file"`: a further file to read.
  private func operand(at index: Int, _ findings: inout CodeFindings) {
    var next = index + 1
    guard isMark("[", at: next) else { return }
    while next < tokens.count, next < index + 32, !tokens[next].isMark("]") { next += 1 }
    guard isMark("=", at: next + 1), !isMark("=", at: next + 2) else { return }
    findings.add(.path(.reads, value(from: next + 2), isTree: false))
  }

  /// Reads `@load "library"`, `@include "file"` and `@name()`, a call of whatever function a variable names.
  private func directive(at index: Int, _ findings: inout CodeFindings) {
    guard tokens.indices.contains(index + 1) else { return }
    switch tokens[index + 1].text {
    case "load", "include":
      findings.add(.path(.loads, value(from: index + 2), isTree: false))
    case "namespace": break
    default: findings.leave("which function the awk program calls is not known")
    }
  }

  private func open(_ file: Word, writes: Bool, _ findings: inout CodeFindings) {
    if let path = file.constant, ["-", "/dev/stdout", "/dev/stderr", "/dev/stdin"].contains(path) {
      return
    }
    // gawk: /inet/protocol/local port/host/remote port
    guard file.knownPrefix.hasPrefix("/inet") else {
      findings.add(.path(writes ? .writes : .reads, file, isTree: false))
      return
    }
    let fields = file.knownPrefix.split(separator: "/", omittingEmptySubsequences: false)
    guard fields.count == 6, file.constant != nil else {
      findings.add(.effect(.connects, .unknown))
      findings.add(.effect(.sends, .unknown))
      return
    }
    let host = Word(String(fields[4]), bytes: text.evidence)
    if fields[4] == "0" {
      findings.add(.effect(.listens, .unknown))
    } else {
      findings.add(.host(.connects, host, scheme: nil, port: UInt16(fields[5])))
      findings.add(.host(.sends, host, scheme: nil, port: UInt16(fields[5])))
    }
  }

  // MARK: - Values

  private func argument(after index: Int) -> Word {
    isMark("(", at: index + 1) ? value(from: index + 2) : text.anything
  }

  /// The strings joined from a token on, up to what ends the expression.
  private func value(from start: Int) -> Word {
    var end = start
    while end < tokens.count, end < start + 32 {
      switch tokens[end].kind {
      case .newline, .mark(UInt8(ascii: ";")), .mark(UInt8(ascii: "}")),
        .mark(UInt8(ascii: ")")), .mark(UInt8(ascii: "|")):
        return joined(start..<end)
      default: end += 1
      }
    }
    return end == tokens.count ? joined(start..<end) : text.anything
  }

  /// The strings joined up to a token, from what begins the expression.
  private func value(before end: Int) -> Word {
    var start = end
    while start > 0, start > end - 32 {
      switch tokens[start - 1].kind {
      case .string, .number: start -= 1
      case .name where !["while", "if", "do", "else", "return"].contains(tokens[start - 1].text):
        start -= 1
      case .mark(UInt8(ascii: "$")): start -= 1
      case .mark(UInt8(ascii: ")")), .mark(UInt8(ascii: "]")): return text.anything
      default: return joined(start..<end)
      }
    }
    return start == 0 ? joined(start..<end) : text.anything
  }

  /// The strings of some tokens, where nothing but their being beside each other joins them.
  private func joined(_ range: Range<Int>) -> Word {
    var value: [UInt8] = []
    var isField = false
    for token in tokens[range] {
      switch token.kind {
      case .string: value += token.value
      case .number where isField: break
      case .number: value += text.bytes[token.range]
      case .name where isField: break
      case .name: value += constants[token.value] ?? [CodeText.unknown]
      case .mark(UInt8(ascii: "$")): value.append(CodeText.unknown)
      default: return text.anything
      }
      isField = token.isMark("$")
    }
    return range.isEmpty ? text.anything : text.word(value)
  }
}
