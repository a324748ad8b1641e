import Matching

/// `sed` where it only substitutes and transliterates: `s/…/…/g`, `y/…/…/`.
enum StreamEditor {
  /// The most substitutions in one program.
  private static let commandLimit = 32

  static func run(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    var programs: [String] = []
    var isExtended = false
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "-E", "-r", "--regexp-extended": isExtended = true
      case "-e", "--expression":
        guard let program = rest.popFirst() else { return nil }
        programs.append(program)
      default:
        guard programs.isEmpty, !argument.hasPrefix("-") else { return nil }
        programs.append(argument)
      }
    }
    var commands: [Command] = []
    for program in programs {
      let bytes = Array(program.utf8)
      var index = 0
      while index < bytes.count {
        if bytes[index] == UInt8(ascii: ";") || bytes[index] == 32 || bytes[index] == 10 {
          index += 1
          continue
        }
        guard commands.count < commandLimit, let command = Command(bytes, &index, isExtended)
        else { return nil }
        commands.append(command)
      }
    }
    guard !commands.isEmpty, input.count <= 1 << 13 else { return nil }
    return Lines.mapLines(input) { line in
      var line = line
      for command in commands {
        guard let next = command.apply(to: line) else { return nil }
        line = next
      }
      return line
    }
  }

  /// One command of the program.
  private enum Command {
    case substitute(RegularExpression, with: [UInt8], everywhere: Bool)
    case transliterate([UInt8: UInt8])

    init?(_ program: [UInt8], _ index: inout Int, _ isExtended: Bool) {
      let name = program[index]
      guard name == UInt8(ascii: "s") || name == UInt8(ascii: "y"), index + 1 < program.count
      else { return nil }
      let delimiter = program[index + 1]
      guard delimiter != UInt8(ascii: "\\"), delimiter < 0x80 else { return nil }
      index += 2
      guard let first = Command.text(program, &index, delimiter),
        let second = Command.text(program, &index, delimiter)
      else { return nil }
      if name == UInt8(ascii: "y") {
        guard first.count == second.count, (first + second).allSatisfy({ $0 < 0x80 && $0 != 92 })
        else { return nil }
        self = .transliterate(Dictionary(zip(first, second)) { first, _ in first })
        return
      }
      var isCaseless = false
      var everywhere = false
      flags: while index < program.count {
        switch program[index] {
        case UInt8(ascii: "g"): everywhere = true
        case UInt8(ascii: "I"), UInt8(ascii: "i"): isCaseless = true
        case UInt8(ascii: ";"), 32, 10: break flags
        default: return nil
        }
        index += 1
      }
      guard let pattern = BasicExpression.translate(first, isExtended: isExtended),
        let expression = try? RegularExpression((isCaseless ? "(?i)" : "") + pattern),
        let replacement = Command.replacement(second)
      else { return nil }
      self = .substitute(expression, with: replacement, everywhere: everywhere)
    }

    func apply(to line: [UInt8]) -> [UInt8]? {
      switch self {
      case .transliterate(let map): return line.map { map[$0] ?? $0 }
      case .substitute(let expression, let replacement, let everywhere):
        guard var text = String(validating: line, as: UTF8.self) else { return nil }
        // An anchor matches the line's beginning once only.
        let goesOn = everywhere && !expression.pattern.contains("^")
        var output: [UInt8] = []
        while let match = expression.firstMatch(in: text) {
          let bytes = Array(text.utf8)
          guard !match.isEmpty else { return nil }
          output += bytes[..<match.lowerBound]
          for byte in replacement {
            if byte == 0 { output += bytes[match] } else { output.append(byte) }
          }
          guard output.count <= TextCommand.outputLimit else { return nil }
          text = String(decoding: bytes[match.upperBound...], as: UTF8.self)
          if !goesOn { break }
        }
        return output + Array(text.utf8)
      }
    }

    /// Reads up to the delimiter; an escaped delimiter loses its backslash.
    private static func text(_ program: [UInt8], _ index: inout Int, _ delimiter: UInt8) -> [UInt8]?
    {
      var text: [UInt8] = []
      while index < program.count {
        let byte = program[index]
        index += 1
        if byte == delimiter { return text }
        if byte == UInt8(ascii: "\\"), index < program.count {
          if program[index] != delimiter { text.append(byte) }
          text.append(program[index])
          index += 1
        } else {
          text.append(byte)
        }
      }
      return nil
    }

    /// Reads a replacement; NUL stands for what was matched. Groups are not followed.
    private static func replacement(_ text: [UInt8]) -> [UInt8]? {
      var output: [UInt8] = []
      var index = 0
      while index < text.count {
        let byte = text[index]
        index += 1
        guard byte == UInt8(ascii: "\\"), index < text.count else {
          output.append(byte == UInt8(ascii: "&") ? 0 : byte)
          continue
        }
        let letter = text[index]
        index += 1
        switch letter {
        case UInt8(ascii: "n"): output.append(10)
        case UInt8(ascii: "t"): output.append(9)
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return nil
        default: output.append(letter)
        }
      }
      return output
    }
  }
}
