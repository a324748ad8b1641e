/// A secret that only the service's name beside it tells apart: one line of `detectors/services.txt`.
final class ServiceDetector: Sendable {
  let detector: Detector
  /// The words that a name has to hold one of, as they are written in the table.
  let words: [[UInt8]]
  private let shapes: [TokenShape]

  /// Reads the fields of a line; nil where it is malformed.
  init?(_ fields: [String]) {
    guard fields.count >= 4, let severity = Severity(rawValue: fields[1]) else { return nil }
    detector = Detector(id: fields[0], kind: .credential, severity: severity)
    words = fields[2].split(separator: "|").map { Array($0.utf8) }
    shapes = fields.dropFirst(3).compactMap { TokenShape($0, foldingCase: true) }
    guard shapes.count == fields.count - 3 else { return nil }
  }

  /// Tells whether the word stands there as the table has it: capitals ask for a case.
  func takes(_ text: [UInt8], _ word: Range<Int>, as written: Int) -> Bool {
    let letters = words[written]
    guard 0x41...0x5A ~= letters[0] else { return true }
    let found = text[word]
    return found.elementsEqual(letters) || found.allSatisfy { !(0x61...0x7A ~= $0) }
      || found.allSatisfy { !(0x41...0x5A ~= $0) }
        // `camelCase` holds the word with a capital only where it is not the first.
        && (word.lowerBound == 0 || !ASCII.isLetter(text[word.lowerBound - 1]))
  }

  /// Tells whether a value has one of the shapes and looks drawn at random.
  func matches(_ text: [UInt8], _ value: Range<Int>) -> Bool {
    guard shapes.contains(where: { $0.matches(text, value) }) else { return false }
    guard value.count < 64 || Entropy.hundredths(text, value) >= 250 else { return false }
    return Randomness.isLikely(text, value, leastEntropy: value.count < 20 ? 200 : 260)
  }
}
