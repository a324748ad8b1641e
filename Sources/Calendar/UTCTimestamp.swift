/// Reads and writes points in time as records and log lines carry them: RFC 3339, section 5.6, always in UTC.
package enum UTCTimestamp {
  private static let second = 1_000_000_000
  private static let day = 86_400 * second

  /// Writes nanoseconds since 1970 with six digits of a second, such as `2026-11-21T07:53:20.123456Z`.
  package static func text(_ unixNanoseconds: Int64) -> String {
    let date = CivilDate(daysSince1970: Int(unixNanoseconds).flooringDivided(by: day))
    let time = Int(unixNanoseconds).flooringRemainder(by: day)
    let seconds = time / second
    var text: [UInt8] = []
    text.reserveCapacity(27)
    text.append(date.year, digits: 4)
    text.append(UInt8(ascii: "-"))
    text.append(date.month, digits: 2)
    text.append(UInt8(ascii: "-"))
    text.append(date.day, digits: 2)
    text.append(UInt8(ascii: "T"))
    text.append(seconds / 3600, digits: 2)
    text.append(UInt8(ascii: ":"))
    text.append(seconds / 60 % 60, digits: 2)
    text.append(UInt8(ascii: ":"))
    text.append(seconds % 60, digits: 2)
    text.append(UInt8(ascii: "."))
    text.append(time % second / 1000, digits: 6)
    text.append(UInt8(ascii: "Z"))
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads a time of the years 1970 to 2261 that ends in `Z`, with or without a fraction of up to nine digits, as
  /// nanoseconds since 1970; nil for anything else.
  package static func unixNanoseconds(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"),
      bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T"),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
      let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]),
      let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
      (1970...2261).contains(year), hour < 24, minute < 60, second < 60,
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    var fraction = 0
    if bytes.count > 20 {
      let digits = bytes[20..<bytes.count - 1]
      guard bytes[19] == UInt8(ascii: "."), (1...9).contains(digits.count),
        let value = number(digits)
      else { return nil }
      fraction = (digits.count..<9).reduce(value) { value, _ in value * 10 }
    }
    let seconds = date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second
    return Int64(seconds * Self.second + fraction)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
  }
}

extension [UInt8] {
  /// Appends a number that is not negative with leading zeros.
  fileprivate mutating func append(_ number: Int, digits: Int) {
    let start = count
    append(contentsOf: repeatElement(UInt8(ascii: "0"), count: digits))
    var rest = number
    for index in (start..<count).reversed() {
      self[index] += UInt8(rest % 10)
      rest /= 10
    }
  }
}
