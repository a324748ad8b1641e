import ActionModel

/// Reads programs that are a command a line: ex, ed, Tcl, the debuggers' and the database clients' own commands.
struct LineProgram {
  static func read(_ text: CodeText, in language: CodeLanguage, into findings: inout CodeFindings) {
    var program = LineProgram(text: text, language: language)
    for line in program.lines() { program.read(line, &findings) }
    if !program.rest.isEmpty, let other = language.otherLines {
      findings.add(.code(language: other, text.word(program.rest)))
    }
    if !program.isUnderstood { findings.leave("\(language.names[0]) code is not analysed") }
  }

  private let text: CodeText
  private let language: CodeLanguage
  /// The lines that are in another language.
  private var rest: [UInt8] = []
  private var isUnderstood = true

  private init(text: CodeText, language: CodeLanguage) {
    self.text = text
    self.language = language
    // A part that is not known could hold a line's end, and a command behind it.
    if !text.isConstant, language.otherLines == nil { isUnderstood = false }
  }

  private func lines() -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    for (index, byte) in text.bytes.enumerated()
    where byte == 0x0A || language.separators.contains(byte) {
      lines.append(start..<index)
      start = index + 1
    }
    lines.append(start..<text.bytes.count)
    return lines
  }

  private mutating func read(_ line: Range<Int>, _ findings: inout CodeFindings) {
    var range = text.trimmed(line)
    if language.traits.contains("ranges") {
      // `:`, and which lines of the file are meant: `1,$`, `%`, `'a,'b`.
      while let byte = text.bytes[range].first, ":,%$.;'<>+- ".utf8.contains(byte) || byte.isDigit {
        range = range.dropFirst()
      }
    }
    guard let first = text.bytes[range].first else { return }
    if language.comments.contains(where: { $0.start == [first] }) { return }
    var nameEnd = range.lowerBound
    if !first.isName, first != CodeText.unknown { nameEnd += 1 }
    let isWord =
      nameEnd < range.upperBound
      && (first.isName || first == UInt8(ascii: ".") || first == UInt8(ascii: "\\"))
    if isWord {
      while nameEnd < range.upperBound,
        text.bytes[nameEnd].isName || text.bytes[nameEnd] == UInt8(ascii: "-")
      {
        nameEnd += 1
      }
      if nameEnd == range.lowerBound + 1, !first.isName, text.bytes[nameEnd] == UInt8(ascii: "!") {
        nameEnd += 1
      }
    }
    let name = String(decoding: text.bytes[range.lowerBound..<nameEnd], as: UTF8.self)
    guard let effects = effects(of: name) else {
      other(line, first: first)
      return
    }
    var arguments = text.trimmed(nameEnd..<range.upperBound)
    if language.traits.contains("ranges"), text.bytes[arguments].first == UInt8(ascii: "!") {
      let isForced = arguments.lowerBound == nameEnd && !["!", "r", "read"].contains(name)
      arguments = text.trimmed(arguments.dropFirst())
      if !isForced || text.bytes[arguments].isEmpty == false && name.hasPrefix("!") {
        findings.add(.shell(text.word(arguments), arguments: []))
        return
      }
    }
    if language.traits.contains("ranges"), text.bytes[arguments].first == UInt8(ascii: "!") {
      findings.add(.shell(text.word(arguments.dropFirst()), arguments: []))
      return
    }
    for effect in effects { apply(effect, arguments, &findings) }
  }

  /// What a command does; by the beginning of its name too, where that is enough.
  private func effects(of name: String) -> [CodeEffect]? {
    if let effects = language.commands[name] { return effects }
    guard language.traits.contains("abbreviations"), name.utf8.count > 1 else { return nil }
    return language.commands.keys.filter { $0.hasPrefix(name) }.min()
      .flatMap { language.commands[$0] }
  }

  private mutating func other(_ line: Range<Int>, first: UInt8) {
    guard language.otherLines != nil, ![UInt8(ascii: "."), UInt8(ascii: "\\")].contains(first)
    else {
      isUnderstood = false
      return
    }
    rest += text.bytes[line]
    rest.append(0x0A)
  }

  private mutating func apply(
    _ effect: CodeEffect, _ range: Range<Int>, _ findings: inout CodeFindings
  ) {
    let words = words(in: range)
    let word: Word
    switch effect.selector {
    case .none, .receiver: word = text.anything
    case .raw, .each: word = text.word(range)
    case .last: word = words.last ?? text.anything
    case .argument(let number):
      // A command without its argument does what it does to what it knows already.
      guard words.indices.contains(number) else { return }
      word = words[number]
    }
    switch effect.use {
    case .reads, .readsTree, .fetches, .opens, .opensAsPerl: file(.reads, word, &findings)
    case .writes, .writesTree: file(.writes, word, &findings)
    case .deletes, .deletesTree:
      findings.add(.path(.deletes, word, isTree: effect.use == .deletesTree))
    case .loads, .imports: findings.add(.path(.loads, word, isTree: false))
    case .chmod: findings.add(.path(.changesPermissions, word, isTree: false))
    case .shell, .system: findings.add(.shell(word, arguments: []))
    case .runs, .executes: findings.add(.runs(words, hasFurtherArguments: false))
    case .connects: findings.add(.host(.connects, word, scheme: nil, port: port(words)))
    case .requests, .gets:
      let more = words.count > 1
      findings.add(.host(more ? .sends : .connects, word, scheme: nil, port: port(words)))
    case .sends: findings.add(.host(.sends, word, scheme: nil, port: port(words)))
    case .listens: findings.add(.effect(.listens, .unknown))
    case .escalates: findings.add(.effect(.escalates, .unknown))
    case .python, .lua, .perl, .ruby, .tcl, .sql:
      findings.add(.code(language: effect.use.rawValue, word))
    case .nothing: break
    case .code, .unknown: isUnderstood = false
    }
  }

  private enum FileUse { case reads, writes }

  /// A file, or a command where `|` or `!` stands before it.
  private func file(_ use: FileUse, _ word: Word, _ findings: inout CodeFindings) {
    if let first = word.knownPrefix.utf8.first,
      [UInt8(ascii: "|"), UInt8(ascii: "!")].contains(first)
    {
      var parts = Array(word.parts)
      if case .text(let text) = parts[0] { parts[0] = .text(String(text.dropFirst())) }
      findings.add(.shell(Word(parts: parts, bytes: word.bytes), arguments: []))
    } else if !["stdout", "stdin", "-", "pstdout"].contains(word.constant) {
      findings.add(.path(use == .reads ? .reads : .writes, word, isTree: false))
    }
  }

  private func port(_ words: [Word]) -> UInt16? {
    words.lazy.compactMap { $0.constant.flatMap { UInt16($0) } }.first
  }

  /// Splits what follows a command's name at blanks, quotes aside.
  private func words(in range: Range<Int>) -> [Word] {
    var words: [Word] = []
    var value: [UInt8] = []
    var quote: UInt8?
    var isWord = false
    for byte in text.bytes[range] {
      if let open = quote {
        if byte == open { quote = nil } else { value.append(byte) }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
        isWord = true
      } else if byte.isSpace {
        if isWord { words.append(text.word(value)) }
        value = []
        isWord = false
      } else {
        value.append(byte)
        isWord = true
      }
    }
    if isWord { words.append(text.word(value)) }
    return words
  }
}
