/// Numbers as the shell writes them.
enum ShellNumber {
  /// Reads a whole number: decimal, `0` octal, `0x` hexadecimal, `base#digits`; with a sign and blanks around.
  static func read(_ text: String) -> Int64? {
    var bytes = text.utf8.drop { $0 == 32 || $0 == 9 || $0 == 10 }
    while let last = bytes.last, last == 32 || last == 9 || last == 10 { bytes.removeLast() }
    var isNegative = false
    if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      isNegative = first == UInt8(ascii: "-")
      bytes.removeFirst()
    }
    var radix: Int64 = 10
    if let hash = bytes.firstIndex(of: UInt8(ascii: "#")) {
      guard let base = Int64(Substring(bytes[..<hash])), (2...64).contains(base) else { return nil }
      radix = base
      bytes = bytes[bytes.index(after: hash)...]
    } else if bytes.first == UInt8(ascii: "0"), bytes.count > 1 {
      radix = 8
      bytes.removeFirst()
      if let mark = bytes.first, mark == UInt8(ascii: "x") || mark == UInt8(ascii: "X") {
        radix = 16
        bytes.removeFirst()
      }
    }
    guard !bytes.isEmpty else { return nil }
    var value: Int64 = 0
    for byte in bytes {
      guard let digit = digit(byte, radix), digit < radix else { return nil }
      value = value &* radix &+ digit
    }
    return isNegative ? 0 &- value : value
  }

  /// The value of a digit: 0–9, a–z, A–Z, `@`, `_`; without difference of case in bases up to 36.
  private static func digit(_ byte: UInt8, _ radix: Int64) -> Int64? {
    switch byte {
    case 0x30...0x39: Int64(byte - 0x30)
    case 0x61...0x7A: Int64(byte - 0x61 + 10)
    case 0x41...0x5A: Int64(byte - 0x41) + (radix > 36 ? 36 : 10)
    case UInt8(ascii: "@"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
