/// The reserved words (XCU 2.4, and bash's).
///
/// The raw value is the word's bytes, most significant first, so that reading one costs no comparison of texts.
enum Keyword: UInt64 {
  case not = 0x21  // !
  case openBrace = 0x7B  // {
  case closeBrace = 0x7D  // }
  case openTest = 0x5B5B  // [[
  case closeTest = 0x5D5D  // ]]
  case `if` = 0x6966
  case then = 0x7468_656E
  case `else` = 0x656C_7365
  case elif = 0x656C_6966
  case fi = 0x6669
  case `do` = 0x646F
  case done = 0x646F_6E65
  case `case` = 0x6361_7365
  case esac = 0x6573_6163
  case `while` = 0x77_6869_6C65
  case until = 0x75_6E74_696C
  case `for` = 0x66_6F72
  case `in` = 0x696E
  case select = 0x7365_6C65_6374
  case function = 0x6675_6E63_7469_6F6E
  case time = 0x7469_6D65
  case coproc = 0x636F_7072_6F63

  /// Whether only bash reserves it.
  var isBash: Bool {
    switch self {
    case .openTest, .closeTest, .select, .function, .time, .coproc: true
    default: false
    }
  }

  /// Whether it can only end or continue a command that another word began.
  var isCloser: Bool {
    switch self {
    case .closeBrace, .closeTest, .then, .else, .elif, .fi, .do, .done, .esac, .in: true
    default: false
    }
  }

  /// Whether it begins a compound command that can be the body of a function.
  var beginsCompound: Bool {
    switch self {
    case .openBrace, .openTest, .if, .case, .while, .until, .for, .select: true
    default: false
    }
  }

  /// The word as written.
  var text: String {
    var bytes: [UInt8] = []
    for shift in stride(from: 56, through: 0, by: -8) {
      let byte = UInt8(truncatingIfNeeded: rawValue >> UInt64(shift))
      if byte != 0 { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension UInt8 {
  /// Whether a reserved word may begin with it and the byte after it, be it with joined lines before or among them.
  func mayBeginKeyword(before next: UInt8) -> Bool {
    if next == .backslash { return true }
    return switch self {
    case .exclamation, .openBrace, .closeBrace, .backslash: true
    case .openBracket, .closeBracket: next == self
    case UInt8(ascii: "c"): next == UInt8(ascii: "a") || next == UInt8(ascii: "o")
    case UInt8(ascii: "d"): next == UInt8(ascii: "o")
    case UInt8(ascii: "e"): next == UInt8(ascii: "l") || next == UInt8(ascii: "s")
    case UInt8(ascii: "f"):
      next == UInt8(ascii: "i") || next == UInt8(ascii: "o") || next == UInt8(ascii: "u")
    case UInt8(ascii: "i"): next == UInt8(ascii: "f") || next == UInt8(ascii: "n")
    case UInt8(ascii: "s"): next == UInt8(ascii: "e")
    case UInt8(ascii: "t"): next == UInt8(ascii: "h") || next == UInt8(ascii: "i")
    case UInt8(ascii: "u"): next == UInt8(ascii: "n")
    case UInt8(ascii: "w"): next == UInt8(ascii: "h")
    default: false
    }
  }
}
