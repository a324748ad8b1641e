/// Sentences aimed at a model, as slots of words: `detectors/phrases.txt`.
struct PhraseTable: Sendable {
  struct Slot: Sendable {
    /// The whole words it takes, as `Word.key` gives them.
    let words: [UInt64]
    /// The beginnings of words it takes, without their `*`.
    let beginnings: [[UInt8]]
    /// How many other words may stand between it and the next slot.
    let gap: Int

    /// Tells whether the word that stands in a range, with its key, belongs here.
    func takes(_ text: [UInt8], _ word: Word) -> Bool {
      if words.contains(word.key) { return true }
      return beginnings.contains { letters in
        letters.count <= word.range.count
          && text.hasFolded(letters, at: word.range.lowerBound)
      }
    }
  }

  final class Phrase: Sendable {
    let detector: Detector
    let slots: [Slot]

    init(detector: Detector, slots: [Slot]) {
      self.detector = detector
      self.slots = slots
    }
  }

  /// A phrase, and the words that it begins with.
  struct Line {
    let phrase: Phrase
    let openings: [[UInt8]]
  }

  let phrases: [Phrase]
  /// The words that phrases begin with, and the phrases that do.
  let openings: [(word: [UInt8], phrase: Int)]

  var detectors: [Detector] { phrases.map(\.detector) }

  private static let usualGap = 4

  init(_ lines: [Line]) {
    phrases = lines.map(\.phrase)
    openings = lines.enumerated().flatMap { index, line in line.openings.map { ($0, index) } }
  }

  /// Reads the fields of a line; nil where it is malformed.
  static func line(_ fields: [String]) -> Line? {
    guard fields.count >= 3, let severity = Severity(rawValue: fields[1]) else { return nil }
    var slots: [Slot] = []
    var openings: [[UInt8]] = []
    for text in fields.dropFirst(2).split(separator: "/") {
      guard let list = text.first else { return nil }
      // The gap is written behind the slot that it follows.
      var gap = usualGap
      for option in text.dropFirst() {
        guard option.hasPrefix("gap="), let number = Int(option.dropFirst(4)) else { return nil }
        gap = number
      }
      var words = list.split(separator: "|").map { Array($0.utf8) }
      if slots.isEmpty {
        openings = words.map { word in word.map { $0 == UInt8(ascii: "~") ? 0x20 : $0 } }
        words = openings.map { Array($0.prefix { $0 != 0x20 && $0 != 0x2C && $0 != 0x3A }) }
      }
      slots.append(
        Slot(
          words: words.filter { $0.last != UInt8(ascii: "*") }.map { Word.key($0) },
          beginnings: words.filter { $0.last == UInt8(ascii: "*") }.map { Array($0.dropLast()) },
          gap: gap))
    }
    guard slots.count >= 2, slots[0].beginnings.isEmpty else { return nil }
    let detector = Detector(id: fields[0], kind: .promptInjection, severity: severity)
    return Line(phrase: Phrase(detector: detector, slots: slots), openings: openings)
  }
}

/// A word of a text, and a number that stands for it, letter case aside.
struct Word {
  let range: Range<Int>
  let key: UInt64

  /// FNV-1a of the lower-case letters.
  static func key(_ letters: some Sequence<UInt8>) -> UInt64 {
    letters.reduce(start) { step($0, $1) }
  }

  static let start: UInt64 = 0xcbf2_9ce4_8422_2325

  @inline(__always)
  static func step(_ key: UInt64, _ byte: UInt8) -> UInt64 {
    (key ^ UInt64(ASCII.lowercased(byte))) &* 0x100_0000_01b3
  }
}
