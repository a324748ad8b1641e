/// The arguments that a stream gives to a command which runs others.
extension Stream {
  /// How arguments that flow in are told apart.
  enum Splitting: Sendable {
    /// At blanks and line ends, with quotes and backslashes as `xargs` reads them.
    case words
    case lines
    /// At NUL alone.
    case nulls
    /// At something else.
    case unknown
  }

  /// The arguments, where each becomes a word; nil where they cannot be told apart.
  func arguments(_ splitting: Splitting) -> [PartialText]? {
    guard let bytes else { return isPlain ? lineWords : nil }
    switch splitting {
    case .words: return Self.words(in: bytes[...], splitsAtBlanks: true)
    case .lines, .nulls, .unknown: return wholeArguments(splitting)
    }
  }

  /// The arguments, where each stands in the place of a text: the lines of `xargs -I {}`; nil where they cannot be told apart.
  func wholeArguments(_ splitting: Splitting) -> [PartialText]? {
    guard let bytes else { return isPlain ? lineTexts : nil }
    let isSeparator: (UInt8) -> Bool =
      splitting == .nulls ? { $0 == 0 } : { $0 == Lines.newline || $0 == 0 }
    let pieces = bytes.split(whereSeparator: isSeparator)
    switch splitting {
    case .unknown: return nil
    case .lines, .nulls: return pieces.map(Self.text)
    case .words:
      var texts: [PartialText] = []
      for piece in pieces {
        let line = piece.drop { $0 == 32 || $0 == 9 }
        guard let words = Self.words(in: line, splitsAtBlanks: false) else { return nil }
        texts += words
      }
      return texts
    }
  }

  /// Whether nothing in what is known could be read as a quote, or as a blank within an argument.
  private var isPlain: Bool {
    if lineParts != nil { return true }
    return runs.allSatisfy { run in
      guard case .bytes(let bytes) = run else { return true }
      return !bytes.contains { byte in
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\"): true
        default: false
        }
      }
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> PartialText {
    var text = PartialText()
    text.append(Array(bytes))
    return text
  }

  /// The words that `xargs` reads (findutils 4.9); nil where a quote is not closed.
  private static func words(in bytes: ArraySlice<UInt8>, splitsAtBlanks: Bool) -> [PartialText]? {
    var words: [PartialText] = []
    var word: [UInt8] = []
    var isOpen = false
    var quote: UInt8?
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      index += 1
      if let open = quote {
        if byte == open { quote = nil } else { word.append(byte) }
        continue
      }
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = byte
      case UInt8(ascii: "\\") where index < bytes.endIndex:
        word.append(bytes[index])
        index += 1
      case _ where splitsAtBlanks && Lines.isBlank(byte):
        if isOpen { words.append(text(word[...])) }
        word = []
        isOpen = false
        continue
      default: word.append(byte)
      }
      isOpen = true
    }
    guard quote == nil else { return nil }
    if isOpen { words.append(text(word[...])) }
    return words
  }
}
