/// Reads and writes points in time as records and log lines carry them: RFC 3339, section 5.6, always in UTC.
package enum UTCTimestamp {
  private static let second = 1_000_000_000
  private static let day = 86_400 * second

  /// Writes nanoseconds since 1970 with six digits of a second, such as `2026-11-21T07:53:20.123456Z`.
  package static func text(_ unixNanoseconds: Int64) -> String {
    var text: [UInt8] = []
    text.append(addingCapacity: length) { append(unixNanoseconds, to: &$0) }
    return String(decoding: text, as: UTF8.self)
  }

  /// How many bytes such a text has.
  package static let length = 27

  /// Appends that text to a place with room for it.
  package static func append(_ unixNanoseconds: Int64, to text: inout OutputSpan<UInt8>) {
    let date = CivilDate(daysSince1970: Int(unixNanoseconds).flooringDivided(by: day))
    let time = Int(unixNanoseconds).flooringRemainder(by: day)
    let (seconds, microseconds) = (time / second, time % second / 1000)
    text.appendPair(date.year / 100)
    text.appendPair(date.year % 100)
    text.append(UInt8(ascii: "-"))
    text.appendPair(date.month)
    text.append(UInt8(ascii: "-"))
    text.appendPair(date.day)
    text.append(UInt8(ascii: "T"))
    text.appendPair(seconds / 3600)
    text.append(UInt8(ascii: ":"))
    text.appendPair(seconds / 60 % 60)
    text.append(UInt8(ascii: ":"))
    text.appendPair(seconds % 60)
    text.append(UInt8(ascii: "."))
    text.appendPair(microseconds / 10_000)
    text.appendPair(microseconds / 100 % 100)
    text.appendPair(microseconds % 100)
    text.append(UInt8(ascii: "Z"))
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

extension OutputSpan<UInt8> {
  /// Appends a number of 0 to 99 in two digits.
  fileprivate mutating func appendPair(_ number: Int) {
    append(UInt8(ascii: "0") + UInt8(number / 10))
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }
}
