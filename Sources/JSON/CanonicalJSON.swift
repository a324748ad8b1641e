import ByteParsing

/// Writes the one canonical text of a value (RFC 8785), fit to be hashed and signed.
///
/// No white space; members sorted by the UTF-16 code units of their keys; strings with the fewest
/// escapes; numbers as ECMAScript writes the nearest double. One thing differs from the
/// specification: an integer is written in all its digits where that text would be another integer,
/// so that two calls whose integers differ never share a digest.
///
/// | written                    | canonical              | why                                   |
/// |----------------------------|------------------------|---------------------------------------|
/// | `333333333.33333329`       | `333333333.3333333`    | the nearest double's shortest digits  |
/// | `1.0`, `10e-1`             | `1`                    | the same value                        |
/// | `-0`, `-0.0`               | `0`                    | as ECMAScript                         |
/// | `1E30`                     | `1e+30`                | reads back as the same integer        |
/// | `9007199254740993.0`       | `9007199254740993`     | its double would say `…992`           |
/// | `18446744073709551616`     | `18446744073709551616` | its double would say `…552000`        |
/// | `0.1000000000000000000001` | `0.1`                  | fractions are doubles                 |
/// | `1e-400`                   | `0`                    | the nearest double                    |
/// | `1e400`                    | refused                | no double is near, and digits would   |
/// |                            |                        | grow with the exponent                |
package enum CanonicalJSON {
  /// Appends the canonical text of a value.
  ///
  /// Throws `numberOutOfRange` for a number beyond the doubles, and then leaves the writer as it was.
  package static func write(
    _ value: JSONValue, to writer: inout JSONWriter
  ) throws(JSONError) {
    try writer.canonical(value)
  }

  /// Gives the canonical text of a value.
  package static func bytes(of value: JSONValue) throws(JSONError) -> [UInt8] {
    var writer = JSONWriter(capacity: value.byteRange.count)
    try writer.canonical(value)
    return writer.bytes
  }
}

/// Appends the canonical text of the values of one storage.
struct CanonicalWriter {
  let storage: JSONStorage

  func write(_ index: Int, to bytes: inout [UInt8]) throws(JSONError) {
    let token = storage.tokens[index]
    switch token.kind {
    case .null, .false, .true: copy(token.start..<token.end, to: &bytes)
    case .number: try writeNumber(token, to: &bytes)
    case .string: writeString(token, to: &bytes)
    case .array: try writeArray(index, to: &bytes)
    case .object: try writeObject(index, to: &bytes)
    }
  }

  /// Copies bytes of the text as they stand.
  private func copy(_ range: Range<Int>, to bytes: inout [UInt8]) {
    bytes.append(storage.bytes.span.extracting(range))
  }

  private func writeArray(_ array: Int, to bytes: inout [UInt8]) throws(JSONError) {
    bytes.append(UInt8(ascii: "["))
    let end = storage.tokens[array].next
    var element = array + 1
    while element < end {
      if element > array + 1 { bytes.append(UInt8(ascii: ",")) }
      try write(element, to: &bytes)
      element = storage.tokens[element].next
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private func writeObject(_ object: Int, to bytes: inout [UInt8]) throws(JSONError) {
    bytes.append(UInt8(ascii: "{"))
    if storage.keys.areSorted(in: object) {
      let end = storage.tokens[object].next
      var key = object + 1
      while key < end {
        try writeMember(key, isFirst: key == object + 1, to: &bytes)
        key = storage.tokens[key + 1].next
      }
    } else {
      let keys = storage.keys.sorted(in: object)
      for key in keys { try writeMember(key, isFirst: key == keys[0], to: &bytes) }
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private func writeMember(
    _ key: Int, isFirst: Bool, to bytes: inout [UInt8]
  ) throws(JSONError) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    writeString(storage.tokens[key], to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    try write(key + 1, to: &bytes)
  }

  private func writeString(_ token: JSONToken, to bytes: inout [UInt8]) {
    guard !token.isPlain else { return copy(token.start..<token.end, to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
    var reader = JSONTextReader(token.content)
    while true {
      copy(reader.run(in: storage.bytes.span), to: &bytes)
      guard let byte = reader.next(in: storage.bytes.span) else { break }
      bytes.appendEscaped(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private func writeNumber(_ token: JSONToken, to bytes: inout [UInt8]) throws(JSONError) {
    let range = token.start..<token.end
    // Fifteen digits and a sign are exact as a double, and written by it as they stand.
    let isMinusZero = range.count == 2 && storage.bytes[range.lowerBound + 1] == UInt8(ascii: "0")
    if token.isPlain, range.count <= 15, !isMinusZero {
      return copy(range, to: &bytes)
    }
    let decimal = DecimalText(range, in: storage.bytes.span)
    let value = storage.double(of: decimal, writtenAt: range)
    guard value.isFinite else {
      throw JSONError(
        .numberOutOfRange, at: token.start, "the number is beyond what a double can hold")
    }
    let shortest = ShortestDecimal(value)
    if decimal.isIntegral, !decimal.isEqual(to: shortest, in: storage.bytes.span) {
      decimal.writeInteger(from: storage.bytes.span, to: &bytes)
    } else {
      shortest.write(to: &bytes)
    }
  }
}

extension DecimalText {
  /// Says whether a double's shortest digits stand for exactly this value.
  fileprivate func isEqual(to shortest: ShortestDecimal, in bytes: Span<UInt8>) -> Bool {
    // A shortest text has 17 digits at most.
    guard count <= 17 else { return false }
    return significand(in: bytes) == shortest.significand && exponent == shortest.exponent
      && isNegative == shortest.isNegative || isZero && shortest.significand == 0
  }

  /// Appends all digits of an integral value.
  fileprivate func writeInteger(from bytes: Span<UInt8>, to text: inout [UInt8]) {
    if isNegative { text.append(UInt8(ascii: "-")) }
    for index in digits where bytes[index] != UInt8(ascii: ".") { text.append(bytes[index]) }
    text.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: exponent))
  }
}
