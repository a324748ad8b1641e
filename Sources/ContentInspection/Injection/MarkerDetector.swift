/// A literal of a model's own protocol: one line of `detectors/markers.txt`.
final class MarkerDetector: Sendable {
  let detector: Detector
  /// In lower case.
  let literal: [UInt8]
  private let isLineStart: Bool

  /// Reads the fields of a line; nil where it is malformed.
  init?(_ fields: [String]) {
    guard 3...4 ~= fields.count, let severity = Severity(rawValue: fields[1]),
      fields.count == 3 || fields[3] == "line"
    else { return nil }
    detector = Detector(id: fields[0], kind: .promptInjection, severity: severity)
    literal = fields[2].utf8.map { $0 == UInt8(ascii: "~") ? 0x20 : $0 }
    isLineStart = fields.count == 4
  }

  /// Where the literal stands whose beginning was found; nil where it goes on otherwise.
  func find(_ text: [UInt8], at start: Int) -> Range<Int>? {
    let end = start + literal.count
    guard end <= text.count, text.containsFolded(literal, in: start..<end) else { return nil }
    if ASCII.isLetter(literal[0]), start > 0, ASCII.isAlphanumeric(text[start - 1]) { return nil }
    if ASCII.isLetter(text[end - 1]), end < text.count, ASCII.isAlphanumeric(text[end]) {
      return nil
    }
    guard !isLineStart || isFirst(text, start) else { return nil }
    return start..<end
  }

  private func isFirst(_ text: [UInt8], _ start: Int) -> Bool {
    for byte in text[..<start].suffix(8).reversed() {
      if byte == 0x0A { return true }
      guard byte == 0x20 || byte == 0x23 || byte == 0x2A || ASCII.isQuote(byte) else {
        return false
      }
    }
    return start < 8
  }
}
