extension TimeZoneRules {
  /// Reads a file of the IANA database in TZif form, versions 1 to 4 (RFC 9636, section 3); nil if it is damaged.
  init?(file: [UInt8]) {
    guard let first = TimeZoneHeader(file, at: 0) else { return nil }
    guard first.version >= UInt8(ascii: "2") else {
      self.init(file, first, timeSize: 4, following: nil)
      return
    }
    // Later versions repeat everything with times of 64 bits, and add rules for all time to come.
    guard let second = TimeZoneHeader(file, at: first.end(timeSize: 4)) else { return nil }
    let footer = file[min(second.end(timeSize: 8), file.count)...]
    guard footer.first == 0x0A, let end = footer.dropFirst().firstIndex(of: 0x0A) else {
      return nil
    }
    let text = Array(footer[(footer.startIndex + 1)..<end])
    var following: RecurringRules?
    if !text.isEmpty {
      guard let rules = RecurringRules(text) else { return nil }
      following = rules
    }
    self.init(file, second, timeSize: 8, following: following)
  }

  private init?(
    _ file: [UInt8], _ header: TimeZoneHeader, timeSize: Int, following: RecurringRules?
  ) {
    guard header.end(timeSize: timeSize) <= file.count, header.typeCount > 0 else { return nil }
    let indexes = header.start + header.timeCount * timeSize
    let types = indexes + header.timeCount
    func offset(ofType type: Int) -> Int? {
      guard type < header.typeCount else { return nil }
      let offset = Int(file.bigEndian(at: types + 6 * type, size: 4))
      // RFC 9636 allows a little over a day.
      return abs(offset) <= 100_000 ? offset : nil
    }
    var transitions: [Int64] = []
    var offsets: [Int] = []
    for index in 0..<header.timeCount {
      let time = file.bigEndian(at: header.start + index * timeSize, size: timeSize)
      guard let offset = offset(ofType: Int(file[indexes + index])),
        transitions.last.map({ $0 < time }) ?? true
      else { return nil }
      transitions.append(time)
      offsets.append(offset)
    }
    guard let initial = offset(ofType: 0) else { return nil }
    self.init(
      transitions: transitions, offsets: offsets, initial: initial, following: following)
  }
}

/// The counts at the start of each of a TZif file's two parts (RFC 9636, section 3.1).
private struct TimeZoneHeader {
  let version: UInt8
  /// Where the data begin.
  let start: Int
  let timeCount: Int
  let typeCount: Int
  private let characterCount: Int
  private let leapCount: Int
  private let standardCount: Int
  private let universalCount: Int

  init?(_ file: [UInt8], at position: Int) {
    guard position >= 0, position + 44 <= file.count,
      file[position..<position + 4].elementsEqual("TZif".utf8)
    else { return nil }
    version = file[position + 4]
    start = position + 44
    var counts: [Int] = []
    for index in 0..<6 {
      let count = Int(file.bigEndian(at: position + 20 + 4 * index, size: 4))
      guard count >= 0, count <= file.count else { return nil }
      counts.append(count)
    }
    universalCount = counts[0]
    standardCount = counts[1]
    leapCount = counts[2]
    timeCount = counts[3]
    typeCount = counts[4]
    characterCount = counts[5]
  }

  /// Where the data end, for times of 4 or 8 bytes.
  func end(timeSize: Int) -> Int {
    start + timeCount * (timeSize + 1) + typeCount * 6 + characterCount
      + leapCount * (timeSize + 4) + standardCount + universalCount
  }
}

extension [UInt8] {
  /// A signed number of 4 or 8 bytes, most significant first; the caller has checked that they are there.
  fileprivate func bigEndian(at position: Int, size: Int) -> Int64 {
    var value: UInt64 = 0
    for byte in self[position..<position + size] { value = value << 8 | UInt64(byte) }
    return size == 4
      ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
  }
}
