/// `printf` and `echo`: the builtins that scripts build their texts with.
enum Printf {
  /// Formats as bash does, using the format again while arguments are left; nil for formats that are not known.
  static func format(_ format: String, _ arguments: [PartialText]) -> Stream? {
    var output = Stream()
    let format = Array(format.utf8)
    var arguments = arguments[...]
    repeat {
      let before = arguments.count
      guard let goesOn = pass(format, &arguments, &output) else { return nil }
      guard goesOn, output.count <= TextCommand.outputLimit else { break }
      if arguments.count == before { break }
    } while !arguments.isEmpty
    return output.count <= TextCommand.outputLimit ? output : nil
  }

  /// Goes over the format once; false where `\c` ends the output.
  private static func pass(
    _ format: [UInt8], _ arguments: inout ArraySlice<PartialText>,
    _ output: inout Stream
  ) -> Bool? {
    var index = 0
    while index < format.count {
      let byte = format[index]
      if byte == UInt8(ascii: "\\") {
        index += 1
        switch Escapes.next(format, &index, style: .printf) {
        case .bytes(let bytes): output.append(bytes)
        case .end: return false
        }
      } else if byte == UInt8(ascii: "%") {
        index += 1
        guard var directive = Directive(format, &index, &arguments) else { return nil }
        switch directive.letter {
        case UInt8(ascii: "%"): output.append(byte)
        default:
          guard directive.write(arguments.popFirst(), to: &output) else { return nil }
          if directive.isLast { return false }
        }
      } else {
        output.append(byte)
        index += 1
      }
    }
    return true
  }

  /// Writes the arguments of `echo`; with `-e` escapes are read.
  static func echo(_ arguments: [PartialText]) -> Stream? {
    var (endsLine, readsEscapes) = (true, false)
    var rest = arguments[...]
    while let text = rest.first?.constant, text.utf8.count > 1,
      text.utf8.first == UInt8(ascii: "-"),
      text.utf8.dropFirst().allSatisfy({ "neE".utf8.contains($0) })
    {
      for letter in text.utf8.dropFirst() {
        switch letter {
        case UInt8(ascii: "n"): endsLine = false
        case UInt8(ascii: "e"): readsEscapes = true
        default: readsEscapes = false
        }
      }
      rest = rest.dropFirst()
    }
    var output = Stream()
    for (offset, argument) in rest.enumerated() {
      if offset > 0 { output.append(UInt8(ascii: " ")) }
      guard readsEscapes else {
        output.append(argument)
        continue
      }
      guard let goesOn = Escapes.expand(argument, style: .echo, to: &output) else { return nil }
      if !goesOn { return output }
    }
    if endsLine { output.append(Lines.newline) }
    return output.count <= TextCommand.outputLimit ? output : nil
  }
}

/// One `%…` of a format.
private struct Directive {
  var letter: UInt8 = 0
  var isLeft = false
  var hasZeros = false
  var hasPrefix = false
  var sign: UInt8?
  var width = 0
  var precision: Int?
  /// Whether a `\c` within `%b` ended the output.
  private(set) var isLast = false

  /// Reads what follows the `%`.
  init?(_ format: [UInt8], _ index: inout Int, _ arguments: inout ArraySlice<PartialText>) {
    flags: while index < format.count {
      switch format[index] {
      case UInt8(ascii: "-"): isLeft = true
      case UInt8(ascii: "0"): hasZeros = true
      case UInt8(ascii: "#"): hasPrefix = true
      case UInt8(ascii: "+"), UInt8(ascii: " "): sign = format[index]
      default: break flags
      }
      index += 1
    }
    guard let width = Directive.number(format, &index, &arguments) else { return nil }
    self.width = width
    if index < format.count, format[index] == UInt8(ascii: ".") {
      index += 1
      guard let precision = Directive.number(format, &index, &arguments) else { return nil }
      self.precision = precision
    }
    while index < format.count, "hlLjzt".utf8.contains(format[index]) { index += 1 }
    guard index < format.count else { return nil }
    letter = format[index]
    index += 1
  }

  private static func number(
    _ format: [UInt8], _ index: inout Int, _ arguments: inout ArraySlice<PartialText>
  ) -> Int? {
    if index < format.count, format[index] == UInt8(ascii: "*") {
      index += 1
      guard let text = arguments.popFirst()?.constant, let value = Int(text),
        (0...TextCommand.outputLimit).contains(value)
      else { return nil }
      return value
    }
    var value = 0
    while index < format.count, (0x30...0x39).contains(format[index]) {
      value = value * 10 + Int(format[index] - 0x30)
      guard value <= TextCommand.outputLimit else { return nil }
      index += 1
    }
    return value
  }

  /// Writes one argument, or what stands for a missing one; false where its text is not known well enough.
  mutating func write(_ argument: PartialText?, to output: inout Stream) -> Bool {
    let argument = argument ?? PartialText()
    switch letter {
    case UInt8(ascii: "s") where width == 0 && precision == nil:
      output.append(argument)
    case UInt8(ascii: "b") where width == 0 && precision == nil:
      guard let goesOn = Escapes.expand(argument, style: .printfArgument, to: &output) else {
        return false
      }
      isLast = !goesOn
    case UInt8(ascii: "s"):
      guard let text = argument.constant else { return false }
      output.append(padded(Array(text.utf8.prefix(precision ?? Int.max))))
    case UInt8(ascii: "c"):
      guard let text = argument.constant else { return false }
      output.append(padded(Array(text.utf8.prefix(1))))
    case UInt8(ascii: "q"):
      guard let text = argument.constant else { return false }
      output.append(Quoting.quote(text))
    case UInt8(ascii: "d"), UInt8(ascii: "i"), UInt8(ascii: "u"), UInt8(ascii: "o"),
      UInt8(ascii: "x"), UInt8(ascii: "X"):
      guard let text = argument.constant else {
        output.append(PartialText.segment)
        return true
      }
      guard let value = Directive.integer(text) else { return false }
      output.append(padded(digits(value)))
    default:
      return false
    }
    return true
  }

  /// Reads a number, or the code of the character after a quote.
  private static func integer(_ text: String) -> Int64? {
    if let first = text.utf8.first, first == 0x27 || first == 0x22 {
      return text.unicodeScalars.dropFirst().first.map { Int64($0.value) } ?? 0
    }
    return text.isEmpty ? 0 : ShellNumber.read(text)
  }

  private func digits(_ value: Int64) -> [UInt8] {
    var text: String
    var prefix = ""
    switch letter {
    case UInt8(ascii: "o"):
      text = String(UInt64(bitPattern: value), radix: 8)
      if hasPrefix { prefix = "0" }
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      let isUpper = letter == UInt8(ascii: "X")
      text = String(UInt64(bitPattern: value), radix: 16, uppercase: isUpper)
      if hasPrefix { prefix = isUpper ? "0X" : "0x" }
    case UInt8(ascii: "u"): text = String(UInt64(bitPattern: value))
    default:
      text = String(value.magnitude)
      if value < 0 { prefix = "-" } else if let sign { prefix = String(UnicodeScalar(sign)) }
    }
    var zeros = max(0, (precision ?? 0) - text.utf8.count)
    if hasZeros, !isLeft, precision == nil {
      zeros = max(0, width - text.utf8.count - prefix.utf8.count)
    }
    text = prefix + String(repeating: "0", count: zeros) + text
    return Array(text.utf8)
  }

  private func padded(_ text: [UInt8]) -> [UInt8] {
    guard text.count < width else { return text }
    let fill = [UInt8](repeating: UInt8(ascii: " "), count: width - text.count)
    return isLeft ? text + fill : fill + text
  }
}
