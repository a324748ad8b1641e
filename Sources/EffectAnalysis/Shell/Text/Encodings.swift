import ByteParsing

/// The text commands that write bytes in letters and read them back.
enum Encodings {
  // MARK: base64, base32

  /// Encodes, or with `-d` decodes.
  static func base64(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    guard let options = Options(arguments) else { return nil }
    if options.isDecoding {
      return decode(input, bits: 6, isLenient: options.isLenient, value: Base64.value(of:))
    }
    return wrapped(Array(Base64.encode(input).utf8), options.width)
  }

  /// Encodes, or with `-d` decodes.
  static func base32(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    guard let options = Options(arguments) else { return nil }
    if options.isDecoding {
      return decode(input, bits: 5, isLenient: options.isLenient) { letter in
        switch letter {
        case 0x41...0x5A: letter - 0x41
        case 0x32...0x37: letter - 0x32 + 26
        default: nil
        }
      }
    }
    return wrapped(base32(of: input), options.width)
  }

  /// `basenc --base64`, `--base32`, `--base16 -d` and `--z85 -d`.
  static func basenc(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    guard let form = arguments.first(where: { forms.contains($0) }) else { return nil }
    let rest = arguments.filter { $0 != form }
    switch form {
    case "--base64": return base64(rest, input)
    case "--base32": return base32(rest, input)
    default: break
    }
    guard rest == ["-d"] || rest == ["--decode"] else { return nil }
    let letters = input.filter { $0 != Lines.newline }
    return form == "--z85" ? z85(letters) : Hex.decode(letters)
  }

  private static let forms = ["--base64", "--base32", "--base16", "--z85"]

  /// Five letters for four bytes (ZeroMQ RFC 32); nil for what the program refuses.
  private static func z85(_ text: [UInt8]) -> [UInt8]? {
    guard text.count.isMultiple(of: 5) else { return nil }
    var output: [UInt8] = []
    for start in stride(from: 0, to: text.count, by: 5) {
      var value: UInt64 = 0
      for letter in text[start..<start + 5] {
        guard let digit = z85Alphabet.firstIndex(of: letter) else { return nil }
        value = value * 85 + UInt64(digit)
      }
      guard value <= UInt64(UInt32.max) else { return nil }
      for shift in [24, 16, 8, 0] as [UInt64] {
        output.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    return output
  }

  private static let z85Alphabet = Array(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#".utf8)

  /// `openssl base64 -d` and `openssl enc -base64 -d`.
  static func openssl(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    var rest = Set(arguments)
    guard
      rest.remove("base64") != nil
        || (rest.remove("enc") != nil
          && (rest.remove("-base64") != nil || rest.remove("-a") != nil))
    else { return nil }
    let isDecoding = rest.remove("-d") != nil
    let isOneLine = rest.remove("-A") != nil
    guard rest.isEmpty else { return nil }
    return base64(isDecoding ? ["-d"] : ["-w", isOneLine ? "0" : "64"], input)
  }

  private struct Options {
    var isDecoding = false
    var isLenient = false
    var width = 76

    init?(_ arguments: [String]) {
      var rest = arguments[...]
      while let argument = rest.popFirst() {
        switch argument {
        case "-d", "-D", "--decode": isDecoding = true
        case "-i", "--ignore-garbage": isLenient = true
        case "-di", "-id": (isDecoding, isLenient) = (true, true)
        case "-w", "--wrap":
          guard let next = rest.popFirst(), let number = Int(next) else { return nil }
          width = number
        case "-": break
        default:
          guard argument.hasPrefix("-w") || argument.hasPrefix("--wrap="),
            let number = Int(argument.drop { !$0.isNumber })
          else { return nil }
          width = number
        }
      }
    }
  }

  /// Decodes letters of some bits each; the program stops at the first wrong letter, having put out what came before.
  private static func decode(
    _ text: [UInt8], bits: UInt32, isLenient: Bool, value: (UInt8) -> UInt8?
  ) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(text.count * Int(bits) / 8)
    var (group, held): (UInt32, UInt32) = (0, 0)
    for letter in text where letter != Lines.newline {
      if letter == UInt8(ascii: "=") {
        (group, held) = (0, 0)
        continue
      }
      guard let value = value(letter) else {
        if isLenient { continue }
        break
      }
      group = group << bits | UInt32(value)
      held += bits
      if held >= 8 {
        held -= 8
        output.append(UInt8(truncatingIfNeeded: group >> held))
        group &= (1 << held) - 1
      }
    }
    return output
  }

  private static func base32(of bytes: [UInt8]) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    var output: [UInt8] = []
    output.reserveCapacity((bytes.count + 4) / 5 * 8)
    var (buffer, held): (UInt32, UInt32) = (0, 0)
    for byte in bytes {
      buffer = buffer << 8 | UInt32(byte)
      held += 8
      while held >= 5 {
        held -= 5
        output.append(alphabet[Int(buffer >> held)])
        buffer &= (1 << held) - 1
      }
    }
    if held > 0 { output.append(alphabet[Int(buffer << (5 - held))]) }
    while !output.count.isMultiple(of: 8) { output.append(UInt8(ascii: "=")) }
    return output
  }

  private static func wrapped(_ text: [UInt8], _ width: Int) -> [UInt8] {
    guard width > 0 else { return text }
    var output: [UInt8] = []
    for (index, byte) in text.enumerated() {
      if index > 0, index.isMultiple(of: width) { output.append(Lines.newline) }
      output.append(byte)
    }
    if !output.isEmpty { output.append(Lines.newline) }
    return output
  }

  // MARK: xxd, od

  /// What may stand between the digits that `xxd` reads.
  private static let blanks = Array(" \t\n\r".utf8)

  /// `xxd -p`, `xxd -r -p` and `xxd -r`.
  static func hexDump(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    var letters: Set<UInt8> = []
    for argument in arguments where argument != "-" {
      guard argument.hasPrefix("-") else { return nil }
      letters.formUnion(argument.utf8.dropFirst())
    }
    switch letters {
    case [UInt8(ascii: "p")], [UInt8(ascii: "p"), UInt8(ascii: "s")]:
      return wrapped(Array(Hex.encode(input).utf8), 60)
    case [UInt8(ascii: "r"), UInt8(ascii: "p")]:
      let digits = input.filter { !blanks.contains($0) }
      guard digits.allSatisfy({ Hex.value(of: $0) != nil }) else { return nil }
      // A last digit without its pair counts for nothing.
      return Hex.decode(digits.prefix(digits.count / 2 * 2))
    case [UInt8(ascii: "r")]: return bytes(ofDump: input)
    default: return nil
    }
  }

  /// The bytes of a dump, line by line: `00000000: 6869 0a  hi.`; nil where its lines do not follow one another.
  private static func bytes(ofDump dump: [UInt8]) -> [UInt8]? {
    var output: [UInt8] = []
    for line in dump.split(separator: Lines.newline) {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
        Int(String(decoding: line[..<colon], as: UTF8.self), radix: 16) == output.count
      else { return nil }
      let start = output.count
      var rest = line[line.index(after: colon)...].drop { $0 == blanks[0] }
      // Two blanks end the digits; behind them the same stands in letters.
      while let first = rest.first, first != blanks[0] {
        guard let bytes = Hex.decode(rest.prefix { $0 != blanks[0] }) else { return nil }
        output += bytes
        rest = rest.drop { $0 != blanks[0] }.dropFirst()
      }
      guard (1...16).contains(output.count - start) else { return nil }
    }
    return output
  }

  /// `od -An -tx1 -v`, `-to1` and `-tu1`: the bytes as numbers.
  static func octalDump(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    var (radix, width): (Int, Int) = (0, 0)
    var hidesAddress = false
    var rest = arguments[...]
    while var argument = rest.popFirst() {
      if argument == "-A" || argument == "-t" { argument += rest.popFirst() ?? "" }
      switch argument {
      case "-An": hidesAddress = true
      case "-v": break
      case "-tx1": (radix, width) = (16, 2)
      case "-to1": (radix, width) = (8, 3)
      case "-tu1": (radix, width) = (10, 3)
      default: return nil
      }
    }
    guard hidesAddress, radix > 0 else { return nil }
    var output: [UInt8] = []
    for (index, byte) in input.enumerated() {
      if index > 0, index.isMultiple(of: 16) { output.append(Lines.newline) }
      let digits = String(byte, radix: radix).utf8
      let fill = radix == 10 ? UInt8(ascii: " ") : UInt8(ascii: "0")
      output.append(UInt8(ascii: " "))
      output += repeatElement(fill, count: width - digits.count)
      output += digits
    }
    if !output.isEmpty { output.append(Lines.newline) }
    return output
  }
}
