/// A program as bytes, where one byte that no UTF-8 has stands for each part that is not known.
struct CodeText {
  /// Stands for any characters.
  static let unknown: UInt8 = 0xFF
  /// Stands for any characters but a slash, for a reader that asks to be told.
  static let segment: UInt8 = 0xFE
  /// Stands for characters that were given as a value, for a reader that asks to be told.
  static let given: UInt8 = 0xFD

  let bytes: [UInt8]
  /// Where the program stands in the text that was analysed.
  let evidence: Range<Int>

  /// Takes a word; what holds no slash and what was given is told from what may hold anything where `tellsParts`.
  init(_ word: Word, tellsParts: Bool = false) {
    var bytes: [UInt8] = []
    for part in word.parts {
      switch part {
      case .text(let text): bytes += text.utf8
      case .segment where tellsParts: bytes.append(Self.segment)
      case .given where tellsParts: bytes.append(Self.given)
      case .segment, .below, .anything, .given: bytes.append(Self.unknown)
      }
    }
    self.bytes = bytes
    evidence = word.bytes
  }

  init(_ bytes: some Sequence<UInt8>, evidence: Range<Int>) {
    self.bytes = Array(bytes)
    self.evidence = evidence
  }

  /// Whether every character is known.
  var isConstant: Bool { !bytes.contains { $0 >= Self.given } }

  /// A part of the program as a word.
  func word(_ range: Range<Int>) -> Word {
    word(bytes[range])
  }

  /// A value that the program makes, as a word.
  func word(_ value: some Collection<UInt8>) -> Word {
    var parts: [Word.Part] = []
    let pieces = value.split(omittingEmptySubsequences: false) { $0 >= Self.given }
    for piece in pieces {
      if !parts.isEmpty || piece.startIndex != value.startIndex, parts.last != .anything {
        parts.append(.anything)
      }
      if !piece.isEmpty { parts.append(.text(String(decoding: piece, as: UTF8.self))) }
    }
    return Word(parts: parts, bytes: evidence)
  }

  /// A word of which nothing is known.
  var anything: Word { Word(parts: [.anything], bytes: evidence) }

  /// The part of a range that is neither blank nor a line's end at either side.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, bytes[lower].isSpace { lower += 1 }
    while lower < upper, bytes[upper - 1].isSpace { upper -= 1 }
    return lower..<upper
  }
}

extension UInt8 {
  /// Whether this is a blank or ends a line.
  var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

  var isDigit: Bool { (0x30...0x39).contains(self) }

  var isLetter: Bool { (0x41...0x5A).contains(self & 0xDF) }

  /// Whether this may stand in a name: a letter, a digit, `_`, or a byte of a character beyond ASCII.
  var isName: Bool {
    isLetter || isDigit || self == UInt8(ascii: "_") || (self >= 0x80 && self != CodeText.unknown)
  }
}
