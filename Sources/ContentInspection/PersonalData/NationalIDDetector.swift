/// A number that a state gives to people: one line of `detectors/national-ids.txt`.
struct NationalIDDetector: Sendable {
  let detector: Detector
  let words: [[UInt8]]
  private let number: NationalID
  private let lengths: [Int]

  /// How far behind its word a number may begin, in bytes.
  private static let reach = 40
  /// What may stand between the parts of a number.
  private static let separators = ByteSet(members: " -./")

  /// Reads the fields of a line; nil where it is malformed.
  init?(_ fields: [String]) {
    guard fields.count == 4, let number = NationalID(rawValue: fields[0]),
      let severity = Severity(rawValue: fields[1])
    else { return nil }
    self.number = number
    detector = Detector(id: fields[0], kind: .personalData, severity: severity)
    lengths = fields[2].split(separator: ",").compactMap { Int($0) }
    words = fields[3].split(separator: "|").map { word in
      word.utf8.map { $0 == UInt8(ascii: "~") ? 0x20 : $0 }
    }
  }

  /// The first valid number shortly behind an index.
  func find(_ text: [UInt8], behind index: Int, work: inout Int) -> Range<Int>? {
    let limit = min(text.count, index + Self.reach)
    var start = index
    defer { work += start - index }
    var tries = 0
    while start < limit, tries < 4 {
      guard ASCII.isAlphanumeric(text[start]),
        start == 0 || !ASCII.isAlphanumeric(text[start - 1])
      else {
        if text[start] == 0x0A, start > index + 2 { return nil }
        start += 1
        continue
      }
      tries += 1
      for length in lengths {
        work += length
        if let end = end(text, from: start, length: length) { return start..<end }
      }
      start += 1
    }
    return nil
  }

  /// Where a valid number of so many letters and digits ends that begins at an index.
  func end(_ text: [UInt8], from start: Int, length: Int) -> Int? {
    var letters: [UInt8] = []
    letters.reserveCapacity(length)
    var index = start
    while index < text.count, letters.count < length {
      if ASCII.isAlphanumeric(text[index]) {
        letters.append(text[index] & (ASCII.isLetter(text[index]) ? 0xDF : 0xFF))
      } else if !Self.separators.contains(text[index])
        || !ASCII.isAlphanumeric(text[index - 1]) && !(text[index - 1] == 0x20)
      {
        return nil
      }
      index += 1
    }
    guard letters.count == length, index == text.count || !ASCII.isAlphanumeric(text[index]),
      number.isValid(letters)
    else { return nil }
    return index
  }
}
