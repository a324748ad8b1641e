/// The arguments of one call, as far as they can be seen.
struct CodeArguments {
  /// How many tokens of one call are looked at; what stands behind them is not known.
  static let maximumTokens = 128

  struct Argument {
    /// Strings joined; holds the unknown byte for whatever else.
    var value: [UInt8] = []
    /// The values between commas, at whatever depth.
    var elements: [[UInt8]] = []
    /// Whether the argument begins with a bracket.
    var isList = false
    /// Whether the argument is an object of options: `{shell: true}`.
    var isObject = false
    /// The name before `=` or `:` of an argument that is given by name.
    var name: String?

    var isKnown: Bool { !value.isEmpty && !value.contains(CodeText.unknown) }
  }

  private(set) var positional: [Argument] = []
  private(set) var named: [String: Argument] = [:]
  /// The bytes of the program between the brackets.
  private(set) var raw: Range<Int>

  var count: Int { positional.count }

  subscript(index: Int) -> Argument? {
    positional.indices.contains(index) ? positional[index] : nil
  }

  /// All values from an argument on.
  func elements(from index: Int) -> [[UInt8]] {
    positional.dropFirst(index).flatMap(\.elements)
  }

  /// Reads arguments from a token on, up to the bracket that closes them, or the end of the statement where none did open.
  init(
    _ tokens: [CodeToken], from start: Int, isBracketed: Bool, of text: CodeText,
    constants: [[UInt8]: [UInt8]], language: CodeLanguage
  ) {
    var argument = Argument()
    var element: [UInt8]?
    var depth = 0
    var isEmpty = true
    var index = start
    let limit = min(tokens.count, start + Self.maximumTokens)
    let first = index < tokens.count ? tokens[index].range.lowerBound : text.bytes.count
    var last = first

    // Whether something but a joining stands between the values, so that nothing is known of the whole.
    var isMixed = false
    var isElementMixed = false

    func flush() {
      if let value = element {
        argument.elements.append(isElementMixed ? [CodeText.unknown] : value)
      }
      element = nil
      isElementMixed = false
    }
    func end(_ arguments: inout CodeArguments) {
      flush()
      if isMixed { argument.value = [CodeText.unknown] }
      isMixed = false
      if let name = argument.name {
        arguments.named[name] = argument
      } else {
        arguments.positional.append(argument)
      }
      argument = Argument()
      isEmpty = true
    }
    func join(_ bytes: [UInt8]) {
      if depth == 0 { argument.value += bytes }
      element = (element ?? []) + bytes
    }
    func mix() {
      if depth == 0 { isMixed = true }
      isElementMixed = true
      element = element ?? [CodeText.unknown]
    }

    let isObjectNotation = language.traits.contains("lenient-members")
    raw = first..<first
    scan: while index < limit {
      let token = tokens[index]
      switch token.kind {
      case .newline:
        if !isBracketed, depth == 0 { break scan }
        index += 1
        continue
      case .string, .number:
        join(token.kind == .string ? token.value : Array(text.bytes[token.range]))
      case .name:
        if !isBracketed, depth == 0, Self.ending.contains(token.text ?? "") { break scan }
        let isKeyword =
          depth == 0 && isEmpty && index + 1 < limit
          && (tokens[index + 1].isMark("=") || tokens[index + 1].isMark(":"))
          && !(index + 2 < limit
            && (tokens[index + 2].isMark("=") || tokens[index + 2].isMark(">")))
        if isKeyword {
          argument.name = token.text
          index += 1
        } else if isEmpty, Self.constructors.contains(token.text ?? "") {
          index += 1
          continue scan
        } else if language.keywords.contains(token.text ?? "") {
          mix()
        } else {
          join(constants[token.value] ?? [CodeText.unknown])
        }
      case .command, .regex, .unknown: join([CodeText.unknown])
      case .mark(let mark):
        switch mark {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
          if isEmpty {
            argument.isObject = mark == UInt8(ascii: "{") && isObjectNotation
            argument.isList = !argument.isObject
          }
          if depth == 0, !isEmpty { argument.value.append(CodeText.unknown) }
          if mark != UInt8(ascii: "("), element == [CodeText.unknown] { element = nil }
          flush()
          depth += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
          depth -= 1
          if depth < 0 { break scan }
          flush()
        case UInt8(ascii: ";") where !isBracketed && depth == 0: break scan
        case UInt8(ascii: ","):
          if depth == 0 { end(&self) } else { flush() }
          last = token.range.upperBound
          index += 1
          continue
        default:
          let isJoin = language.joins.contains(String(Unicode.Scalar(mark)))
          // What stands before a value makes something of it: `\$x`, `*list`, `-1`.
          if !isJoin || isEmpty { mix() }
        }
      }
      isEmpty = false
      last = token.range.upperBound
      index += 1
    }
    if index == limit, limit < tokens.count { join([CodeText.unknown]) }
    if !isEmpty || element != nil { end(&self) }
    raw = first..<max(first, last)
  }

  /// Names behind which a statement goes on that is no argument.
  private static let ending: Set<String> = [
    "or", "and", "if", "unless", "while", "until", "for", "foreach", "do", "then", "end", "rescue",
  ]

  /// Names that make lists of what stands in their brackets, or a string of a string.
  private static let constructors: Set<String> = [
    "array", "Array", "list", "tuple", "new", "List.of", "Arrays.asList", "String", "my", "our",
    "b", "c", "char", "Seq", "listOf", "arrayOf", "bytes", "str",
  ]
}
