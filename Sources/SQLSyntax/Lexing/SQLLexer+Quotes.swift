extension SQLLexer {
  /// Reads `'…'`, with the escapes of the dialect; `prefix` is what stands before it, such as `N` or `E`.
  mutating func string(from start: Int, escapes: Bool? = nil) {
    let escapes = escapes ?? (dialect == .mysql)
    var value: [UInt8] = []
    guard quotedPart(UInt8(ascii: "'"), escapes: escapes, into: &value) else {
      return fault("a string does not end", from: start)
    }
    while continues() {
      guard quotedPart(UInt8(ascii: "'"), escapes: escapes, into: &value) else {
        return fault("a string does not end", from: start)
      }
    }
    append(.string, from: start, String(decoding: value, as: UTF8.self))
  }

  /// Moves to the next part of a PostgreSQL string that goes on in another line.
  private mutating func continues() -> Bool {
    guard dialect == .postgresql else { return false }
    var index = position
    var hasNewline = false
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): hasNewline = true
      case UInt8(ascii: " "), UInt8(ascii: "\t"), 0x0C, 0x0B: break
      case UInt8(ascii: "'") where hasNewline:
        position = index
        return true
      default: return false
      }
      index += 1
    }
    return false
  }

  /// Reads from one quote to the next that is not doubled; false where there is none.
  mutating func quotedPart(
    _ quote: UInt8, escapes: Bool, into value: inout [UInt8]
  ) -> Bool {
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == quote {
        position += 1
        guard peek() == quote, position < bytes.count else { return true }
        value.append(quote)
      } else if escapes, byte == UInt8(ascii: "\\"), position + 1 < bytes.count {
        position += 1
        value.append(Self.unescaped(bytes[position]))
      } else {
        value.append(byte)
      }
      position += 1
    }
    return false
  }

  private static func unescaped(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "n"): UInt8(ascii: "\n")
    case UInt8(ascii: "t"): UInt8(ascii: "\t")
    case UInt8(ascii: "r"): UInt8(ascii: "\r")
    case UInt8(ascii: "0"): 0
    default: byte
    }
  }

  /// Reads `"…"`: a string for MySQL, a name for the others.
  mutating func doubleQuoted(from start: Int) {
    let isString = dialect == .mysql
    var value: [UInt8] = []
    guard quotedPart(UInt8(ascii: "\""), escapes: isString, into: &value) else {
      return fault("a quoted name does not end", from: start)
    }
    append(isString ? .string : .quoted, from: start, folded(value))
  }

  /// Reads a name between backticks or brackets.
  mutating func quotedName(from start: Int, until quote: UInt8, doubled: Bool) {
    var value: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == quote {
        guard doubled, peek() == quote, position < bytes.count else {
          return append(.quoted, from: start, folded(value))
        }
        position += 1
      }
      value.append(byte)
    }
    fault("a quoted name does not end", from: start)
  }

  /// The text of a quoted name: PostgreSQL alone tells cases apart for certain.
  private func folded(_ value: [UInt8]) -> String {
    let text = String(decoding: value, as: UTF8.self)
    return dialect == .postgresql || dialect == .mysql && bytes[position - 1] != UInt8(ascii: "`")
      ? text : text.lowercased()
  }

  /// Reads PostgreSQL's `$tag$ … $tag$`; false where none begins here.
  mutating func dollarQuoted() -> Bool {
    let start = position
    var index = position + 1
    guard index < bytes.count, !Self.isDigit(bytes[index]) else { return false }
    while index < bytes.count, bytes[index] != UInt8(ascii: "$") {
      guard Self.isNameStart(bytes[index]) || Self.isDigit(bytes[index]) else { return false }
      index += 1
    }
    guard index < bytes.count else { return false }
    let tag = bytes[start...index]
    let body = index + 1
    var end = body
    // Tags hold no `$` inside, so that each place is compared at most once per `$`.
    while end + tag.count <= bytes.count {
      if bytes[end] == UInt8(ascii: "$"), bytes[end..<end + tag.count].elementsEqual(tag) {
        position = end + tag.count
        append(.string, from: start, text(body..<end))
        return true
      }
      end += 1
    }
    fault("a string does not end", from: start)
    return true
  }
}
