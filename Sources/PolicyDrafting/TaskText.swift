/// A written task, cut into words.
struct TaskText: Sendable {
  /// A word as it stands between white space, without the punctuation around it.
  struct Token: Sendable {
    let text: String
    /// Whether it is the first word of a sentence, where everything has a capital.
    let beginsSentence: Bool
    let isQuoted: Bool
    let endsSentence: Bool
  }

  private(set) var tokens: [Token] = []
  /// What stands between quotation marks.
  private(set) var quotations: [String] = []
  /// The stems of all words, each with the word that it was first found as.
  private(set) var stems: [String: String] = [:]

  private static let quotes: [Character: Character] = [
    "'": "'", "\"": "\"", "`": "`", "“": "”", "‘": "’", "«": "»",
  ]
  private static let longestQuotation = 200

  init(_ text: String) {
    var begins = true
    var closing: Character?
    var quotation = ""
    for piece in text.split(whereSeparator: \.isWhitespace) {
      var word = piece.drop { "([{<".contains($0) }
      if closing == nil, let first = word.first, let end = Self.quotes[first] {
        closing = end
        quotation = ""
        word = word.dropFirst()
      }
      let isQuoted = closing != nil
      if let end = closing {
        quotation += quotation.isEmpty ? "" : " "
        let bare = Self.trimmed(word)
        if let close = word.lastIndex(of: end), close >= bare.endIndex {
          quotation += word[..<close]
          quotations.append(quotation)
          closing = nil
        } else {
          quotation += word
          // An apostrophe that never closed.
          if quotation.count > Self.longestQuotation { closing = nil }
        }
      }
      let bare = Self.trimmed(word)
      let isNumbering = bare.allSatisfy(\.isNumber)
      let ends = word[bare.endIndex...].contains { ".!?:;".contains($0) }
      if !bare.isEmpty {
        tokens.append(
          Token(
            text: String(bare), beginsSentence: begins, isQuoted: isQuoted,
            endsSentence: ends))
        addStems(of: bare)
        begins = ends || (begins && isNumbering)
      }
    }
  }

  private static func trimmed(_ word: Substring) -> Substring {
    var word = word
    while let last = word.last, ".,;:!?)]}>'\"`”’»…*".contains(last) { word = word.dropLast() }
    return word
  }

  private mutating func addStems(of word: Substring) {
    guard !word.contains("@"), !word.contains("_") else { return }
    let lowered = word.lowercased()
    var parts = lowered.split { !$0.isLetter && $0 != "'" && $0 != "’" }.map { part in
      part.split { $0 == "'" || $0 == "’" }.first.map(String.init) ?? ""
    }
    if lowered.contains("-") { parts.append(String(lowered.filter(\.isLetter))) }
    for part in parts where !part.isEmpty {
      let stem = WordStem.of(part)
      if stems[stem] == nil { stems[stem] = part }
    }
  }
}
