/// Sentences aimed at a model, as slots of words: `detectors/phrases.txt`.
struct PhraseTable: Sendable {
  struct Slot: Sendable {
    let words: Set<[UInt8]>
    /// Beginnings of words, without their `*`.
    let beginnings: [[UInt8]]
    /// How many other words may stand between it and the next slot.
    let gap: Int

    func takes(_ word: [UInt8]) -> Bool {
      words.contains(word) || beginnings.contains { word.starts(with: $0) }
    }
  }

  struct Phrase: Sendable {
    let detector: Detector
    let slots: [Slot]
  }

  let phrases: [Phrase]
  /// The words that phrases begin with, and the phrases that do.
  let openings: [(word: [UInt8], phrase: Int)]

  var detectors: [Detector] { phrases.map(\.detector) }

  private static let usualGap = 4

  init(_ table: String) throws(InspectionError) {
    var phrases: [Phrase] = []
    for line in TableText.lines(table) {
      guard let phrase = Self.phrase(line) else {
        throw InspectionError(.brokenTable("phrases: \(line)"))
      }
      phrases.append(phrase)
    }
    self.phrases = phrases
    openings = phrases.enumerated().flatMap { number, phrase in
      phrase.slots[0].words.map { ($0, number) }
    }
  }

  private static func phrase(_ line: Substring) -> Phrase? {
    let fields = TableText.fields(line)
    guard fields.count >= 3, let severity = Severity(rawValue: fields[1]) else { return nil }
    var slots: [Slot] = []
    for text in fields.dropFirst(2).split(separator: "/") {
      guard let list = text.first else { return nil }
      // The gap is written behind the slot that it follows.
      var gap = usualGap
      for option in text.dropFirst() {
        guard option.hasPrefix("gap="), let number = Int(option.dropFirst(4)) else { return nil }
        gap = number
      }
      let words = list.split(separator: "|").map { Array($0.utf8) }
      slots.append(
        Slot(
          words: Set(words.filter { $0.last != UInt8(ascii: "*") }),
          beginnings: words.filter { $0.last == UInt8(ascii: "*") }.map { Array($0.dropLast()) },
          gap: gap))
    }
    guard slots.count >= 2, slots[0].beginnings.isEmpty else { return nil }
    return Phrase(
      detector: Detector(id: fields[0], kind: .promptInjection, severity: severity), slots: slots)
  }
}
