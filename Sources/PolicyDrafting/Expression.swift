/// Writes pieces of CEL.
enum Expression {
  /// A string literal; whatever is not plainly printable is escaped.
  static func text(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": literal += "\\\(scalar)"
      case _ where scalar.value >= 0x20 && scalar.value != 0x7F && isPrintable(scalar):
        literal.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        literal += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      }
    }
    return literal + "\""
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
      .surrogate:
      false
    default: true
    }
  }

  static func list(_ texts: [String]) -> String {
    "[" + texts.map(text).joined(separator: ", ") + "]"
  }

  /// A member of the arguments.
  static func argument(_ name: String) -> String {
    isName(name) ? "args.\(name)" : "args[\(text(name))]"
  }

  /// Whether the member is missing.
  static func hasNot(_ name: String) -> String {
    isName(name) ? "!has(args.\(name))" : "!(\(text(name)) in args)"
  }

  private static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in",
    "let", "loop", "namespace", "null", "package", "return", "true", "var", "void", "while",
  ]

  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !reserved.contains(name) else { return false }
    return !(0x30...0x39 ~= first)
      && name.utf8.allSatisfy {
        switch $0 {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
        default: false
        }
      }
  }
}

extension String {
  /// The text with its ASCII letters in lower case, as CEL's `lowerAscii` gives it.
  var asciiLowercased: String {
    String(decoding: utf8.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}
