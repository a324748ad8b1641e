import ActionModel

/// Understands sed (POSIX, with GNU's and BSD's commands): which files a script reads, writes and what it runs.
struct SedProgram {
  private let text: CodeText
  private var position = 0
  private var depth = 0

  static func read(_ text: CodeText, into findings: inout CodeFindings) {
    var program = SedProgram(text: text)
    if let why = program.problem(&findings) { findings.leave(why) }
  }

  private init(text: CodeText) {
    self.text = text
  }

  private var next: UInt8? { position < text.bytes.count ? text.bytes[position] : nil }

  /// Reads command after command; answers what was not understood.
  private mutating func problem(_ findings: inout CodeFindings) -> String? {
    let partly = "a part of the sed script is not known"
    let odd = "the sed script is not understood"
    while true {
      skip { $0.isSpace || $0 == UInt8(ascii: ";") }
      guard next != nil else { return depth == 0 ? nil : odd }
      guard skipAddresses() else { return text.isConstant ? odd : partly }
      skip { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: "!") }
      guard let command = next else { return odd }
      position += 1
      switch command {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth < 0 { return odd }
      case UInt8(ascii: "#"), UInt8(ascii: ":"), UInt8(ascii: "b"), UInt8(ascii: "t"),
        UInt8(ascii: "T"), UInt8(ascii: "v"):
        // A label that a shell variable makes up could hold a line's end, and commands behind it.
        let rest = restOfCommand(isLabel: command != UInt8(ascii: "#"))
        if text.bytes[rest].contains(where: { $0 >= CodeText.segment }) { return partly }
      case UInt8(ascii: "a"), UInt8(ascii: "i"), UInt8(ascii: "c"):
        if !skipText() { return partly }
      case UInt8(ascii: "r"), UInt8(ascii: "R"), UInt8(ascii: "w"), UInt8(ascii: "W"):
        file(command | 0x20 == UInt8(ascii: "r") ? .reads : .writes, &findings)
      case UInt8(ascii: "e"):
        let command = text.trimmed(restOfLine())
        if command.isEmpty {
          findings.leave("the lines of the input are run as commands")
        } else {
          findings.add(.shell(text.word(command), arguments: []))
        }
      case UInt8(ascii: "s"):
        if let problem = substitution(&findings) { return problem ? odd : partly }
      case UInt8(ascii: "y"):
        guard let delimiter = next, delimiter < CodeText.segment else { return partly }
        position += 1
        let start = position
        guard skipDelimited(by: delimiter), skipDelimited(by: delimiter) else { return odd }
        if unknownIsInside(start, delimiter: delimiter) { return partly }
      case UInt8(ascii: "d"), UInt8(ascii: "D"), UInt8(ascii: "g"), UInt8(ascii: "G"),
        UInt8(ascii: "h"), UInt8(ascii: "H"), UInt8(ascii: "l"), UInt8(ascii: "L"),
        UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "p"), UInt8(ascii: "P"),
        UInt8(ascii: "q"), UInt8(ascii: "Q"), UInt8(ascii: "x"), UInt8(ascii: "z"),
        UInt8(ascii: "="), UInt8(ascii: "F"):
        skip { $0 == 0x20 || $0 == 0x09 || $0.isDigit }
      case CodeText.segment...: return partly
      default: return odd
      }
    }
  }

  /// Reads `s/pattern/replacement/flags`; answers nil, or whether it is odd rather than unknown in part.
  private mutating func substitution(_ findings: inout CodeFindings) -> Bool? {
    guard let delimiter = next, delimiter < CodeText.segment else { return next == nil }
    position += 1
    let start = position
    guard skipDelimited(by: delimiter, isPattern: true) else { return text.isConstant }
    let pattern = start..<(position - 1)
    let replacement = position
    guard skipDelimited(by: delimiter) else { return text.isConstant }
    let result = text.word(replacement..<(position - 1))
    while let flag = next {
      switch flag {
      case UInt8(ascii: "g"), UInt8(ascii: "p"), UInt8(ascii: "i"), UInt8(ascii: "I"),
        UInt8(ascii: "m"), UInt8(ascii: "M"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        position += 1
      case UInt8(ascii: "e"):
        position += 1
        // What runs is the line after the replacement, which only then is the replacement alone.
        let matchesAll = [".*", "^.*$", "^.*", ".*$"].contains {
          text.bytes[pattern].elementsEqual($0.utf8)
        }
        if matchesAll, let command = result.constant,
          !command.contains(where: { "\\&".contains($0) }
          )
        {
          findings.add(.shell(result, arguments: []))
        } else {
          findings.add(.shell(text.anything, arguments: []))
        }
      case UInt8(ascii: "w"):
        position += 1
        file(.writes, &findings)
      case CodeText.segment...: return false
      default: return unknownIsInside(start, delimiter: delimiter) ? false : nil
      }
    }
    return unknownIsInside(start, delimiter: delimiter) ? false : nil
  }

  /// Whether a part that is not known stands since a place: it could end the command and begin another.
  ///
  /// What holds no slash cannot do so between slashes, since a line's end in there is an error.
  private func unknownIsInside(_ start: Int, delimiter: UInt8) -> Bool {
    let isSafe = delimiter == UInt8(ascii: "/")
    return text.bytes[start..<min(position, text.bytes.count)].contains {
      $0 == CodeText.unknown || ($0 == CodeText.segment && !isSafe)
    }
  }

  private mutating func file(_ kind: FileUse, _ findings: inout CodeFindings) {
    let name = text.word(text.trimmed(restOfLine()))
    switch name.constant {
    case "/dev/stdout", "/dev/stderr", "/dev/stdin": return
    default: findings.add(.path(kind == .reads ? .reads : .writes, name, isTree: false))
    }
  }

  private enum FileUse { case reads, writes }

  /// Skips up to two addresses: numbers, `$`, `/…/`, `\c…c`, with `~step`, `+n`, `I`, `M`.
  private mutating func skipAddresses() -> Bool {
    while let byte = next {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "$"), UInt8(ascii: ","),
        UInt8(ascii: "~"), UInt8(ascii: "+"), 0x20, 0x09:
        position += 1
      case UInt8(ascii: "/"), UInt8(ascii: "\\"):
        let start = position
        position += byte == UInt8(ascii: "/") ? 1 : 2
        guard position <= text.bytes.count else { return false }
        let delimiter = text.bytes[position - 1]
        guard skipDelimited(by: delimiter, isPattern: true),
          !unknownIsInside(start, delimiter: delimiter)
        else {
          return false
        }
        skip { $0 == UInt8(ascii: "I") || $0 == UInt8(ascii: "M") }
      default: return byte < CodeText.segment
      }
    }
    return true
  }

  /// Skips to behind the next delimiter that is neither escaped nor, in a pattern, among the letters in brackets.
  private mutating func skipDelimited(by delimiter: UInt8, isPattern: Bool = false) -> Bool {
    while let byte = next {
      position += 1
      if byte == delimiter { return true }
      if byte == UInt8(ascii: "\\") { position += 1 }
      if isPattern, byte == UInt8(ascii: "["), delimiter != UInt8(ascii: "]") { skipBrackets() }
    }
    return false
  }

  /// Skips letters in brackets, of which the first may be a closing one itself.
  ///
  /// A bracket that is not closed stands for itself.
  private mutating func skipBrackets() {
    let start = position
    if next == UInt8(ascii: "^") { position += 1 }
    if next == UInt8(ascii: "]") { position += 1 }
    skip { $0 != UInt8(ascii: "]") && $0 != 0x0A }
    if next == UInt8(ascii: "]") { position += 1 } else { position = start }
  }

  /// Skips the text of `a`, `i` or `c`: up to a line's end that no backslash stands before.
  private mutating func skipText() -> Bool {
    let start = position
    while let byte = next {
      position += 1
      if byte == UInt8(ascii: "\\") {
        position += 1
      } else if byte == 0x0A {
        break
      }
    }
    position = min(position, text.bytes.count)
    return !text.bytes[start..<position].contains { $0 >= CodeText.segment }
  }

  private mutating func restOfLine() -> Range<Int> {
    let start = position
    skip { $0 != 0x0A }
    return start..<position
  }

  private mutating func restOfCommand(isLabel: Bool) -> Range<Int> {
    let start = position
    skip { $0 != 0x0A && !(isLabel && ($0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "}"))) }
    return start..<position
  }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while let byte = next, condition(byte) { position += 1 }
  }
}
