import ActionModel

/// Understands as much of jq as matters: a filter reads what it is given, and the modules it names.
struct JqProgram {
  static func read(_ text: CodeText, into findings: inout CodeFindings) {
    var position = 0
    let bytes = text.bytes
    var namesModule = false
    var namesFile = false
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "#"):
        position = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
      case UInt8(ascii: "\""):
        let start = position + 1
        position = end(ofString: bytes, from: start)
        if namesModule {
          findings.add(.path(.loads, text.word(start..<position), isTree: false))
          namesModule = false
        }
        if namesFile { findings.add(.path(.reads, text.word(start..<position), isTree: false)) }
        namesFile = false
        position += 1
      case _ where byte.isName && !byte.isDigit:
        let start = position
        while position < bytes.count, bytes[position].isName { position += 1 }
        let name = bytes[start..<position]
        let isMember =
          start > 0 && [UInt8(ascii: "."), UInt8(ascii: "$")].contains(bytes[start - 1])
        // `env` and `$ENV` are all of the environment; `env.X` and `$ENV.X` are one variable.
        let isEnvironment =
          name.elementsEqual("env".utf8) && !isMember
          || name.elementsEqual("ENV".utf8) && start > 0 && bytes[start - 1] == UInt8(ascii: "$")
        if isEnvironment, position >= bytes.count || !".([".utf8.contains(bytes[position]) {
          findings.add(.path(.reads, text.word("/proc/self/environ".utf8), isTree: false))
        }
        // `load("x.yaml")` is what yq adds.
        namesFile = !isMember && name.starts(with: "load".utf8)
        namesModule =
          !isMember && (name.elementsEqual("import".utf8) || name.elementsEqual("include".utf8))
      case CodeText.unknown:
        // Modules may be named at the beginning alone; all that a filter can do later is read what it was given.
        if bytes[..<position].allSatisfy(\.isSpace) { findings.add(.effect(.loads, .unknown)) }
        position += 1
      default:
        if !byte.isSpace { namesModule = false }
        if byte != UInt8(ascii: "("), !byte.isSpace { namesFile = false }
        position += 1
      }
    }
  }

  /// The place of the quote that ends a string; `\(…)` inside holds filters, which cannot name modules.
  private static func end(ofString bytes: [UInt8], from start: Int) -> Int {
    var position = start
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\\"):
        position += 1
        if position < bytes.count, bytes[position] == UInt8(ascii: "(") { depth += 1 }
      case UInt8(ascii: "("): if depth > 0 { depth += 1 }
      case UInt8(ascii: ")"): if depth > 0 { depth -= 1 }
      case UInt8(ascii: "\""): if depth == 0 { return position }
      default: break
      }
      position += 1
    }
    return bytes.count
  }
}
