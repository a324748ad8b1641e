import ByteParsing

/// Reads a chunk's size line: hexadecimal digits, then extensions, which are checked and ignored (RFC 9112, section 7.1.1).
enum ChunkSize {
  /// Gives the size and the count of its digits, at most sixteen.
  static func parse(
    _ bytes: Span<UInt8>, _ line: Range<Int>
  ) throws(HTTPProblem) -> (size: Int, digits: Int) {
    var size = 0
    var index = line.lowerBound
    while index < line.upperBound, let digit = Hex.value(of: bytes[index]) {
      guard index - line.lowerBound < 16, size < Int.max >> 4 else { throw .invalidChunk }
      size = size << 4 | Int(digit)
      index += 1
    }
    guard index > line.lowerBound else { throw .invalidChunk }
    let digits = index - line.lowerBound
    while index < line.upperBound {
      guard bytes[index] == UInt8(ascii: ";") else { throw .invalidChunk }
      index = try passToken(bytes, index + 1..<line.upperBound)
      if index < line.upperBound, bytes[index] == UInt8(ascii: "=") {
        index = try passValue(bytes, index + 1..<line.upperBound)
      }
    }
    return (size, digits)
  }

  private static func passToken(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(HTTPProblem)
    -> Int
  {
    var index = range.lowerBound
    while index < range.upperBound, ByteSet.token.contains(bytes[index]) { index += 1 }
    guard index > range.lowerBound else { throw .invalidChunk }
    return index
  }

  /// Passes a token or a quoted string; control bytes but tab cannot occur, as the scanner refused them.
  private static func passValue(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(HTTPProblem)
    -> Int
  {
    guard range.lowerBound < range.upperBound, bytes[range.lowerBound] == UInt8(ascii: "\"") else {
      return try passToken(bytes, range)
    }
    var index = range.lowerBound + 1
    while index < range.upperBound {
      switch bytes[index] {
      case UInt8(ascii: "\""): return index + 1
      case UInt8(ascii: "\\"): index += 2
      default: index += 1
      }
    }
    throw .invalidChunk
  }
}
