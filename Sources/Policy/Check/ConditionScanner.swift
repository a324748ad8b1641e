/// Splits the text of a condition that has compiled into the tokens that decide what a `!` reaches.
struct ConditionScanner {
  enum Token: Equatable {
    case name(String)
    case open(UInt8)
    case close
    case not
    /// `&&`, `||` or `,`: what stands on either side keeps its sense.
    case junction
    /// An operator that makes something else of a truth: a comparison, `in`, `? :` or arithmetic.
    case other
    case literal
  }

  private let bytes: [UInt8]
  private var index = 0
  private(set) var tokens: [(token: Token, offset: Int)] = []

  init(_ text: String) {
    bytes = Array(text.utf8)
    while index < bytes.count { scan() }
  }

  private mutating func scan() {
    let start = index
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): add(.open(byte), start)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): add(.close, start)
    case UInt8(ascii: ","): add(.junction, start)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(byte, isRaw: false, start)
    case UInt8(ascii: "!"):
      let isComparison = peek == UInt8(ascii: "=")
      if isComparison { index += 1 }
      add(isComparison ? .other : .not, start)
    case UInt8(ascii: "&"), UInt8(ascii: "|"):
      index += 1
      add(.junction, start)
    case UInt8(ascii: "/") where peek == UInt8(ascii: "/"):
      while let next = peek, next != UInt8(ascii: "\n") { index += 1 }
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
      UInt8(ascii: "\u{0C}"), UInt8(ascii: "."):
      break
    case _ where isNameByte(byte): scanName(start)
    default: add(.other, start)
    }
  }

  /// Scans a name, a number, or a string with a prefix such as `r"…"`.
  private mutating func scanName(_ start: Int) {
    while let next = peek, isNameByte(next) { index += 1 }
    let name = String(decoding: bytes[start..<index], as: UTF8.self)
    if let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
      ["r", "b", "rb", "br"].contains(name.lowercased())
    {
      index += 1
      skipString(quote, isRaw: name.lowercased().contains("r"), start)
      return
    }
    add(name == "in" ? .other : .name(name), start)
  }

  private mutating func skipString(_ quote: UInt8, isRaw: Bool, _ start: Int) {
    let isTriple =
      index + 1 < bytes.count && bytes[index] == quote && bytes[index + 1] == quote
    if isTriple { index += 2 }
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\"), !isRaw {
        index += 2
      } else if bytes[index] != quote {
        index += 1
      } else if !isTriple {
        index += 1
        break
      } else if index + 2 < bytes.count, bytes[index + 1] == quote, bytes[index + 2] == quote {
        index += 3
        break
      } else if index + 2 >= bytes.count {
        index = bytes.count
      } else {
        index += 1
      }
    }
    add(.literal, start)
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func add(_ token: Token, _ offset: Int) { tokens.append((token, offset)) }

  private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
    default: false
    }
  }
}
