/// One lexical element of a source text (CEL language definition, "Syntax").
struct Token: Sendable {
  enum Kind: Sendable, Equatable {
    case identifier(String)
    /// A field name in backticks.
    case quotedIdentifier(String)
    /// An integer literal's magnitude; only a negated one may be 2^63.
    case int(UInt64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case bool(Bool)
    case null
    case symbol(Symbol)
    case end
  }

  enum Symbol: String, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case remainder = "%"
    case not = "!"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case membership = "in"
    case and = "&&"
    case or = "||"
    case question = "?"
    case colon = ":"
    case comma = ","
    case dot = "."
    case openParenthesis = "("
    case closeParenthesis = ")"
    case openBracket = "["
    case closeBracket = "]"
    case openBrace = "{"
    case closeBrace = "}"
  }

  let kind: Kind
  let range: SourceRange
}

extension Token.Kind {
  /// Words that may name fields and functions but no variable.
  static let reservedWords: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
    "package", "namespace", "return", "var", "void", "while",
  ]

  /// Names the token for a message about where it does not belong.
  var name: String {
    switch self {
    case .identifier(let name): "`\(name)`"
    case .quotedIdentifier(let name): "the quoted name `\(name)`"
    case .int, .uint, .double: "a number"
    case .string: "a string"
    case .bytes: "bytes"
    case .bool(let value): "`\(value)`"
    case .null: "`null`"
    case .symbol(let symbol): "`\(symbol.rawValue)`"
    case .end: "the end"
    }
  }
}
