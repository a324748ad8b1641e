import EmbeddedTables

/// Says what a program that is given inside a command would do: `python -c …`, `awk '…'`, `vim -c …`.
///
/// No interpreter is imitated. For a few small languages (awk, sed, jq) the whole program is understood, so that its
/// effects are exact and a harmless program has none; for the others a scanner reports the calls it knows, and unless
/// everything in the program is known, what is left is a gap.
struct CodeReader: Sendable {
  /// The longest program looked at, in bytes.
  static let maximumLength = 1 << 16

  private let languages: [String: CodeLanguage]

  /// Takes the tables of languages: those below `code/`.
  init(tables: [EmbeddedTable]) throws(EmbeddedTableError) {
    var languages: [String: CodeLanguage] = [:]
    for table in tables {
      let language = try CodeLanguage(table)
      for name in language.names { languages[name] = language }
    }
    self.languages = languages
  }

  /// Whether programs in a language can only calculate.
  func isInert(_ language: String) -> Bool { languages[language]?.form == .inert }

  /// Reads a program in a language: the name of an interpreter, without a version.
  func read(language name: String, text word: Word) -> CommandReading {
    let text = CodeText(word)
    var findings = CodeFindings(evidence: word.bytes)
    guard text.bytes.count <= Self.maximumLength else {
      findings.leave("a \(name) program of this length is not analysed")
      return findings.reading
    }
    switch name {
    case "sed": SedProgram.read(CodeText(word, tellsParts: true), into: &findings)
    case "jq": JqProgram.read(text, into: &findings)
    default:
      if let language = languages[name] {
        if !language.markers.isEmpty, text.isConstant,
          !text.bytes.contains(where: language.markers.contains)
        {
          break
        }
        switch language.form {
        case .inert: break
        case .awk: AwkProgram.read(text, in: language, into: &findings)
        case .lines: LineProgram.read(text, in: language, into: &findings)
        case .calls: CallProgram.read(text, in: language, into: &findings)
        }
      } else {
        findings.leave("\(name) code is not analysed")
      }
    }
    return findings.reading
  }
}
