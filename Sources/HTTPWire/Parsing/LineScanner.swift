/// Finds the ends of lines in bytes that arrive in pieces, looking at each byte once.
///
/// Only CR LF ends a line. A bare CR, a bare LF or any other control byte but tab is refused where it is seen, so that what
/// is refused does not depend on how the bytes were cut (RFC 9112, section 2.2).
struct LineScanner: Sendable {
  /// A line's length without its CR LF, and whether all its bytes are ASCII.
  struct Line {
    var length: Int
    var isASCII: Bool
    /// The bytes to pass for the next line.
    var lengthWithEnd: Int { length + 2 }
  }

  private var examined = 0
  private var union: UInt8 = 0

  /// Looks for the end of the line that begins at an offset; nil if more bytes are needed.
  mutating func scan(
    _ bytes: Span<UInt8>, from start: Int, limit: Int, tooLong: HTTPProblem
  ) throws(HTTPProblem) -> Line? {
    var index = start + examined
    let end = min(bytes.count, start + limit + 1)
    while index < end {
      let byte = bytes[index]
      union |= byte
      if byte >= 0x20 && byte != 0x7F {
        index += 1
        continue
      }
      switch byte {
      case .carriageReturn:
        guard index + 1 < bytes.count else {
          examined = index - start
          return nil
        }
        guard bytes[index + 1] == .lineFeed else { throw .bareCarriageReturn }
        let line = Line(length: index - start, isASCII: union < 0x80)
        self = LineScanner()
        return line
      case .tab: index += 1
      case .lineFeed: throw .bareLineFeed
      default: throw .controlCharacter
      }
    }
    examined = index - start
    if examined > limit { throw tooLong }
    return nil
  }
}
