/// `tr`: turns bytes into others, deletes or squeezes them.
enum Translation {
  static func run(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    var (deletes, squeezes, complements, truncates) = (false, false, false, false)
    var operands: [String] = []
    for argument in arguments {
      guard operands.isEmpty, argument.hasPrefix("-"), argument.utf8.count > 1 else {
        operands.append(argument)
        continue
      }
      switch argument {
      case "--delete": deletes = true
      case "--squeeze-repeats": squeezes = true
      case "--complement": complements = true
      default:
        for letter in argument.utf8.dropFirst() {
          switch letter {
          case UInt8(ascii: "d"): deletes = true
          case UInt8(ascii: "s"): squeezes = true
          case UInt8(ascii: "c"), UInt8(ascii: "C"): complements = true
          case UInt8(ascii: "t"): truncates = true
          default: return nil
          }
        }
      }
    }
    guard (1...2).contains(operands.count), var from = set(operands[0]) else { return nil }
    if complements { from = (0...255).filter { !from.contains($0) } }
    var to: [UInt8] = []
    if operands.count == 2 {
      guard let second = set(operands[1]) else { return nil }
      to = second
    }
    let translates = !deletes && operands.count == 2
    guard translates || deletes || squeezes, !(translates && to.isEmpty) else { return nil }
    var map = Array(UInt8.min...UInt8.max)
    if translates {
      for (index, byte) in from.enumerated() {
        if index >= to.count && truncates { break }
        map[Int(byte)] = index < to.count ? to[index] : to[to.count - 1]
      }
    }
    let deleted = deletes ? Set(from) : []
    let squeezed = squeezes ? Set(operands.count == 2 ? to : from) : []
    var output: [UInt8] = []
    output.reserveCapacity(input.count)
    for byte in input where !deleted.contains(byte) {
      let byte = map[Int(byte)]
      if squeezed.contains(byte), output.last == byte { continue }
      output.append(byte)
    }
    return output
  }

  /// Reads a set: bytes, escapes, ranges `a-z`, classes `[:upper:]`, and `[=c=]`; nil for repetitions.
  private static func set(_ text: String) -> [UInt8]? {
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
    var members: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "["), index + 1 < bytes.count {
        switch bytes[index + 1] {
        case UInt8(ascii: ":"):
          guard let end = bytes[(index + 2)...].firstIndex(of: UInt8(ascii: ":")),
            end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "]"),
            let group = group(String(decoding: bytes[(index + 2)..<end], as: UTF8.self))
          else { return nil }
          members += group
          index = end + 2
          continue
        case UInt8(ascii: "="): return nil
        default:
          // `[x*n]` repeats x; rare enough to be left alone.
          if index + 2 < bytes.count, bytes[index + 2] == UInt8(ascii: "*") { return nil }
        }
      }
      guard let first = byte(bytes, &index) else { return nil }
      if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "-") {
        index += 1
        guard let last = byte(bytes, &index), last >= first else { return nil }
        members += first...last
      } else {
        members.append(first)
      }
    }
    return members
  }

  /// Reads one byte, an escape or an octal number.
  private static func byte(_ bytes: [UInt8], _ index: inout Int) -> UInt8? {
    let byte = bytes[index]
    index += 1
    guard byte == UInt8(ascii: "\\"), index < bytes.count else { return byte }
    let letter = bytes[index]
    index += 1
    switch letter {
    case UInt8(ascii: "n"): return 10
    case UInt8(ascii: "t"): return 9
    case UInt8(ascii: "r"): return 13
    case UInt8(ascii: "a"): return 7
    case UInt8(ascii: "b"): return 8
    case UInt8(ascii: "f"): return 12
    case UInt8(ascii: "v"): return 11
    case 0x30...0x37:
      var value = Int(letter - 0x30)
      var count = 1
      while count < 3, index < bytes.count, (0x30...0x37).contains(bytes[index]) {
        value = value * 8 + Int(bytes[index] - 0x30)
        index += 1
        count += 1
      }
      return UInt8(exactly: value)
    default: return letter
    }
  }

  private static func group(_ name: String) -> [UInt8]? {
    let test: (UInt8) -> Bool
    switch name {
    case "upper": test = { (65...90).contains($0) }
    case "lower": test = { (97...122).contains($0) }
    case "digit": test = { (48...57).contains($0) }
    case "alpha": test = { (65...90).contains($0) || (97...122).contains($0) }
    case "alnum":
      test = { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) }
    case "space": test = { $0 == 32 || (9...13).contains($0) }
    case "blank": test = { $0 == 32 || $0 == 9 }
    case "print": test = { (32..<127).contains($0) }
    case "graph": test = { (33..<127).contains($0) }
    case "cntrl": test = { $0 < 32 || $0 == 127 }
    case "punct":
      test = {
        (33...47).contains($0) || (58...64).contains($0) || (91...96).contains($0)
          || (123...126).contains($0)
      }
    case "xdigit":
      test = { (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0) }
    default: return nil
    }
    return (0...127).filter(test)
  }
}
