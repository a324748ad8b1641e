import ByteParsing

/// Splits a program into tokens, in one pass; what no table foresees becomes a mark.
struct CodeLexer {
  private let text: CodeText
  private let language: CodeLanguage
  private let end: Int
  private var position: Int
  private(set) var tokens: [CodeToken] = []
  /// Programs inside strings: `"#{…}"`, `f"{…}"`.
  private(set) var embedded: [Range<Int>] = []
  /// Whether every string and comment ended.
  private(set) var isComplete = true

  init(_ text: CodeText, in range: Range<Int>, language: CodeLanguage) {
    self.text = text
    self.language = language
    position = range.lowerBound
    end = range.upperBound
    while position < end { step() }
  }

  private var byte: UInt8 { text.bytes[position] }

  private func has(_ prefix: [UInt8], at index: Int) -> Bool {
    guard index + prefix.count <= end else { return false }
    for (offset, byte) in prefix.enumerated() where text.bytes[index + offset] != byte {
      return false
    }
    return true
  }

  private mutating func append(
    _ kind: CodeToken.Kind, from start: Int, value: [UInt8] = [], isMember: Bool = false
  ) {
    tokens.append(
      CodeToken(kind: kind, range: start..<min(position, end), value: value, isMember: isMember))
  }

  private mutating func step() {
    let start = position
    switch byte {
    case 0x0A:
      position += 1
      append(.newline, from: start)
      return
    case 0x0D where !endsLineHere:
      // Some languages end a line here, others do not.
      position += 1
      append(.unknown, from: start)
      return
    case 0x09, 0x0B...0x0D, 0x20:
      position += 1
      return
    case CodeText.unknown:
      position += 1
      append(.unknown, from: start)
      return
    default: break
    }
    for comment in language.comments where has(comment.start, at: position) {
      skipComment(comment)
      return
    }
    for quote in language.quotes where has(quote.open, at: position) {
      string(quote, from: start)
      return
    }
    if beginsHTMLComment {
      position += 3
      append(.unknown, from: start)
      return
    }
    if byte.isDigit {
      while position < end, byte.isName || byte == UInt8(ascii: ".") { position += 1 }
      append(.number, from: start)
    } else if byte.isName || startsVariable {
      name(from: start)
    } else if byte == UInt8(ascii: "/"), language.traits.contains("regex"), isOperandPlace {
      regex(from: start)
    } else if byte == UInt8(ascii: "%"), language.traits.contains("percent-quotes"), isOperandPlace
    {
      percentQuote(from: start)
    } else {
      position += 1
      append(.mark(text.bytes[start]), from: start)
    }
  }

  /// Whether a comment of HTML begins or ends here: in a script of JavaScript the rest of the line is a comment, and in a
  /// module it is none (ECMA-262, annex B.1.1).
  private var beginsHTMLComment: Bool {
    language.traits.contains("html-comments")
      && (has(Self.htmlCommentStart, at: position) || has(Self.htmlCommentEnd, at: position))
  }

  private static let htmlCommentStart = Array("<!--".utf8)
  private static let htmlCommentEnd = Array("-->".utf8)

  /// Whether the carriage return here belongs to a line end that every language takes for one.
  private var endsLineHere: Bool { position + 1 < end && text.bytes[position + 1] == 0x0A }

  /// Whether a line separator or a paragraph separator of Unicode stands here.
  private var isUnicodeLineEnd: Bool {
    has([0xE2, 0x80, 0xA8], at: position) || has([0xE2, 0x80, 0xA9], at: position)
  }

  /// Whether a comment says that Python is to read the program in another encoding than UTF-8 (PEP 263).
  private func namesEncoding(_ comment: Range<Int>) -> Bool {
    guard language.traits.contains("prefixes") else { return false }
    let letters = text.bytes[comment].map { $0 | 0x20 }
    return letters.indices.contains { index in
      guard letters[index...].starts(with: "coding".utf8) else { return false }
      let rest = letters[index...].dropFirst(6)
      guard rest.first == UInt8(ascii: ":") || rest.first == UInt8(ascii: "=") else { return false }
      let name = rest.dropFirst().drop { $0 == 0x20 }
      return !name.starts(with: "utf-8".utf8) && !name.starts(with: "utf8".utf8)
    }
  }

  private mutating func skipComment(_ comment: CodeLanguage.Comment) {
    let start = position
    defer { if namesEncoding(start..<position) { append(.unknown, from: start) } }
    position += comment.start.count
    while position < end {
      // The line's end after a comment still ends a statement.
      if comment.end == [0x0A], byte == 0x0A { return }
      if has(comment.end, at: position) {
        position += comment.end.count
        return
      }
      // A part that is not known could hold the line's end, and these are one in some languages.
      if byte == CodeText.unknown || byte == 0x0D && !endsLineHere || isUnicodeLineEnd {
        append(.unknown, from: position)
      }
      position += 1
    }
    if comment.end != [0x0A] { isComplete = false }
  }

  // MARK: - Names

  private var startsVariable: Bool {
    language.traits.contains("sigils")
      && [UInt8(ascii: "$"), UInt8(ascii: "@"), UInt8(ascii: "%")].contains(byte)
      && position + 1 < end && text.bytes[position + 1].isName
      && (byte != UInt8(ascii: "%") || isOperandPlace)
  }

  private mutating func name(from start: Int) {
    var value: [UInt8] = []
    if !byte.isName {
      value.append(UInt8(ascii: "$"))
      position += 1
    }
    let isMember = followsSeparator(start)
    scanName(into: &value)
    if value.first != UInt8(ascii: "$"), !isMember {
      if language.traits.contains("prefixes"), prefixedString(value, from: start) { return }
      if language.traits.contains("quote-operators"), quoteOperator(value, from: start) { return }
    }
    while let separator = separator(at: position) {
      position += separator
      value.append(UInt8(ascii: "."))
      scanName(into: &value)
    }
    append(.name, from: start, value: value, isMember: isMember)
  }

  private mutating func scanName(into value: inout [UInt8]) {
    while position < end, byte.isName {
      value.append(byte)
      position += 1
    }
  }

  /// The length of a separator that a member's name follows.
  private func separator(at index: Int) -> Int? {
    for member in language.members where has(member, at: index) {
      let next = index + member.count
      if next < end, text.bytes[next].isName, !text.bytes[next].isDigit { return member.count }
    }
    return nil
  }

  private func followsSeparator(_ start: Int) -> Bool {
    language.members.contains { member in
      let before = start - member.count
      guard before > 0, has(member, at: before) else { return false }
      // Two dots make a range, or join strings.
      return !(member == [UInt8(ascii: ".")] && text.bytes[before - 1] == UInt8(ascii: "."))
        && tokens.last?.range.upperBound == start
    }
  }

  /// Whether an operand rather than an operator stands here.
  private var isOperandPlace: Bool {
    guard let last = tokens.last else { return true }
    switch last.kind {
    case .string, .command, .number, .regex, .unknown: return false
    case .newline: return true
    case .mark(let mark): return mark != UInt8(ascii: ")") && mark != UInt8(ascii: "]")
    case .name:
      return last.text.map { language.keywords.contains($0) && !last.isMember } ?? false
    }
  }

  // MARK: - Strings

  private mutating func prefixedString(_ prefix: [UInt8], from start: Int) -> Bool {
    guard prefix.count <= 2, prefix.allSatisfy({ "rbfuRBFU".utf8.contains($0) }) else {
      return false
    }
    for quote in language.quotes where has(quote.open, at: position) {
      let letters = Set(prefix.map { $0 | 0x20 })
      var traits = quote.traits
      if letters.contains(UInt8(ascii: "r")) { traits = ["raw"] }
      if letters.contains(UInt8(ascii: "f")) { traits.insert("brace") }
      if letters.contains(UInt8(ascii: "b")) { traits.insert("bytes") }
      string(.init(open: quote.open, close: quote.close, traits: traits), from: start)
      return true
    }
    return false
  }

  private mutating func string(_ quote: CodeLanguage.Quote, from start: Int) {
    position += quote.open.count
    let value = content(of: quote)
    append(quote.traits.contains("command") ? .command : .string, from: start, value: value)
  }

  /// Reads a string up to its end, and what stands between brackets of its own kind.
  private mutating func content(of quote: CodeLanguage.Quote) -> [UInt8] {
    var value: [UInt8] = []
    var depth = 0
    let nests = quote.open.count == 1 && quote.open != quote.close
    let traits = quote.traits
    while position < end {
      if depth == 0, has(quote.close, at: position) {
        position += quote.close.count
        return value
      }
      let byte = self.byte
      if byte == UInt8(ascii: "\\"), !traits.contains("raw"), position + 1 < end {
        escape(into: &value, traits)
      } else if let start = interpolation(traits) {
        value.append(CodeText.unknown)
        skipInterpolation(from: start)
      } else {
        if nests, byte == quote.open[0] { depth += 1 }
        if nests, byte == quote.close[0] { depth -= 1 }
        // A raw string of Python, and a pattern of Perl, keeps the backslash before what would close it.
        if byte == UInt8(ascii: "\\"), traits.contains("raw"), position + 1 < end,
          language.traits.contains("prefixes") || traits.contains("kept")
        {
          value.append(byte)
          position += 1
        }
        value.append(self.byte)
        position += 1
      }
    }
    isComplete = false
    return value
  }

  private mutating func escape(into value: inout [UInt8], _ traits: Set<String>) {
    let letter = text.bytes[position + 1]
    position += 2
    let isPython = language.traits.contains("prefixes")
    let isBytes = traits.contains("bytes")
    guard traits.contains("escapes") else {
      if letter != UInt8(ascii: "\\"), letter != UInt8(ascii: "'") {
        value.append(UInt8(ascii: "\\"))
      }
      value.append(letter)
      return
    }
    switch letter {
    case UInt8(ascii: "n"): value.append(0x0A)
    case UInt8(ascii: "t"): value.append(0x09)
    case UInt8(ascii: "r"): value.append(0x0D)
    case UInt8(ascii: "e") where !isPython: value.append(0x1B)
    // Languages differ about these, and about where a line ends.
    case UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "v"),
      UInt8(ascii: "N"), 0x0D:
      value.append(CodeText.unknown)
    case 0x0A: break
    case UInt8(ascii: "x"): number(radix: 16, most: 2, into: &value, isByte: isBytes)
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      if isBytes {
        value.append(CodeText.unknown)
        return
      }
      let isBraced = position < end && byte == UInt8(ascii: "{")
      if isBraced { position += 1 }
      number(radix: 16, most: letter == UInt8(ascii: "u") && !isBraced ? 4 : 8, into: &value)
      if isBraced, position < end, byte == UInt8(ascii: "}") { position += 1 }
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      position -= 1
      number(radix: 8, most: 3, into: &value, isByte: isBytes)
    default:
      // Python keeps the backslash before what it does not know.
      let isQuoted = letter == UInt8(ascii: "\\") || letter == UInt8(ascii: "'")
      if isPython, !isQuoted, letter != UInt8(ascii: "\"") { value.append(UInt8(ascii: "\\")) }
      value.append(letter)
    }
  }

  private mutating func number(
    radix: UInt32, most: Int, into value: inout [UInt8], isByte: Bool = false
  ) {
    var scalar: UInt32 = 0
    var count = 0
    while count < most, position < end, let digit = byte.digit(radix: radix) {
      scalar = scalar &* radix &+ digit
      count += 1
      position += 1
    }
    guard count > 0, !isByte || scalar < 0x80, let scalar = Unicode.Scalar(scalar) else {
      value.append(CodeText.unknown)
      return
    }
    value += UTF8.encode(scalar).map(Array.init) ?? [CodeText.unknown]
  }

  /// Where the code of an interpolation begins; nil where none stands here.
  private func interpolation(_ traits: Set<String>) -> Int? {
    let next = position + 1 < end ? text.bytes[position + 1] : 0
    let isBrace = next == UInt8(ascii: "{")
    switch byte {
    case UInt8(ascii: "#") where traits.contains("hash") && isBrace: return position + 2
    case UInt8(ascii: "$") where traits.contains("template") && isBrace: return position + 2
    case UInt8(ascii: "{") where traits.contains("brace") && !isBrace: return position + 1
    case UInt8(ascii: "$") where traits.contains("dollar") && (isBrace || next.isName):
      return isBrace ? position + 2 : position + 1
    case UInt8(ascii: "@") where traits.contains("dollar") && isBrace: return position + 2
    default: return nil
    }
  }

  private mutating func skipInterpolation(from start: Int) {
    position = start
    if text.bytes[start - 1] != UInt8(ascii: "{") {
      while position < end, byte.isName { position += 1 }
      return
    }
    var depth = 1
    while position < end {
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0 { break }
      }
      position += 1
    }
    embedded.append(start..<position)
    if position < end { position += 1 } else { isComplete = false }
  }

  // MARK: - Patterns and other quotes

  private mutating func regex(from start: Int) {
    position += 1
    var isClass = false
    while position < end, byte != 0x0A {
      switch byte {
      case UInt8(ascii: "\\"): position += 1
      case UInt8(ascii: "["): isClass = true
      case UInt8(ascii: "]"): isClass = false
      case UInt8(ascii: "/") where !isClass:
        let value = Array(text.bytes[start + 1..<position])
        position += 1
        while position < end, byte.isLetter { position += 1 }
        append(.regex, from: start, value: value)
        return
      default: break
      }
      position += 1
    }
    position = start + 1
    isComplete = false
    append(.mark(UInt8(ascii: "/")), from: start)
  }

  /// Reads `q(…)`, `qx{…}`, `m/…/`, `s/…/…/e` and their kind; answers whether it was one.
  private mutating func quoteOperator(_ name: [UInt8], from start: Int) -> Bool {
    let operators = ["q", "qq", "qw", "qx", "qr", "m", "s", "tr", "y"]
    guard name.count <= 2, let word = operators.first(where: { $0.utf8.elementsEqual(name) }) else {
      return false
    }
    var open = position
    while open < end, text.bytes[open] == 0x20 { open += 1 }
    guard open < end else { return false }
    let delimiter = text.bytes[open]
    let excluded: [UInt8] = Array("=,;)}>".utf8) + [CodeText.unknown]
    if delimiter.isName || delimiter.isSpace || excluded.contains(delimiter) { return false }
    if open > position, !"/{([<|!".utf8.contains(delimiter) { return false }
    position = open
    let first = delimited(traits: word == "q" || word == "qw" ? [] : ["raw", "kept", "dollar"])
    switch word {
    case "qx": append(.command, from: start, value: first)
    case "s", "tr", "y":
      if let close = closing(delimiter), close != delimiter {
        while position < end, byte.isSpace { position += 1 }
      } else {
        position -= 1
      }
      guard position < end else {
        isComplete = false
        return true
      }
      let replacement = position + 1
      _ = delimited(traits: word == "s" ? ["raw", "kept", "dollar"] : ["raw", "kept"])
      let stop = max(replacement, position - 1)
      let flags = position
      while position < end, byte.isLetter { position += 1 }
      append(.regex, from: start, value: first)
      if word == "s", text.bytes[flags..<position].contains(UInt8(ascii: "e")) {
        embedded.append(replacement..<stop)
        if text.bytes[flags..<position].count(where: { $0 == UInt8(ascii: "e") }) > 1 {
          append(.name, from: start, value: Array("eval".utf8))
        }
      }
    case "m", "qr":
      while position < end, byte.isLetter { position += 1 }
      append(.regex, from: start, value: first)
    default: append(.string, from: start, value: first)
    }
    return true
  }

  private mutating func percentQuote(from start: Int) {
    let letter = position + 1 < end ? text.bytes[position + 1] : 0
    let isNamed = "qQwWiIxr".utf8.contains(letter)
    let open = position + (isNamed ? 2 : 1)
    guard open < end, "([{<|!/".utf8.contains(text.bytes[open]) else {
      position += 1
      append(.mark(UInt8(ascii: "%")), from: start)
      return
    }
    position = open
    let isPlain = isNamed && "qwi".utf8.contains(letter)
    let value = delimited(traits: isPlain ? [] : ["escapes", "hash"])
    switch letter {
    case UInt8(ascii: "x"): append(.command, from: start, value: value)
    case UInt8(ascii: "r"): append(.regex, from: start, value: value)
    default: append(.string, from: start, value: value)
    }
  }

  /// Reads what stands between the delimiter here and the one that closes it.
  private mutating func delimited(traits: Set<String>) -> [UInt8] {
    let open = byte
    position += 1
    return content(of: .init(open: [open], close: [closing(open) ?? open], traits: traits))
  }

  private func closing(_ open: UInt8) -> UInt8? {
    switch open {
    case UInt8(ascii: "("): UInt8(ascii: ")")
    case UInt8(ascii: "["): UInt8(ascii: "]")
    case UInt8(ascii: "{"): UInt8(ascii: "}")
    case UInt8(ascii: "<"): UInt8(ascii: ">")
    default: nil
    }
  }
}

extension UInt8 {
  fileprivate func digit(radix: UInt32) -> UInt32? {
    guard let value = Hex.value(of: self), value < radix else { return nil }
    return UInt32(value)
  }
}
