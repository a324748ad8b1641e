/// Names for the bytes that mean something to a shell.
extension UInt8 {
  static var tab: UInt8 { 0x09 }
  static var newline: UInt8 { 0x0A }
  static var space: UInt8 { 0x20 }
  static var exclamation: UInt8 { UInt8(ascii: "!") }
  static var doubleQuote: UInt8 { UInt8(ascii: "\"") }
  static var hash: UInt8 { UInt8(ascii: "#") }
  static var dollar: UInt8 { UInt8(ascii: "$") }
  static var percent: UInt8 { UInt8(ascii: "%") }
  static var ampersand: UInt8 { UInt8(ascii: "&") }
  static var singleQuote: UInt8 { UInt8(ascii: "'") }
  static var openParenthesis: UInt8 { UInt8(ascii: "(") }
  static var closeParenthesis: UInt8 { UInt8(ascii: ")") }
  static var star: UInt8 { UInt8(ascii: "*") }
  static var plus: UInt8 { UInt8(ascii: "+") }
  static var comma: UInt8 { UInt8(ascii: ",") }
  static var dash: UInt8 { UInt8(ascii: "-") }
  static var slash: UInt8 { UInt8(ascii: "/") }
  static var colon: UInt8 { UInt8(ascii: ":") }
  static var semicolon: UInt8 { UInt8(ascii: ";") }
  static var less: UInt8 { UInt8(ascii: "<") }
  static var equals: UInt8 { UInt8(ascii: "=") }
  static var greater: UInt8 { UInt8(ascii: ">") }
  static var question: UInt8 { UInt8(ascii: "?") }
  static var at: UInt8 { UInt8(ascii: "@") }
  static var openBracket: UInt8 { UInt8(ascii: "[") }
  static var backslash: UInt8 { UInt8(ascii: "\\") }
  static var closeBracket: UInt8 { UInt8(ascii: "]") }
  static var caret: UInt8 { UInt8(ascii: "^") }
  static var backquote: UInt8 { UInt8(ascii: "`") }
  static var openBrace: UInt8 { UInt8(ascii: "{") }
  static var bar: UInt8 { UInt8(ascii: "|") }
  static var closeBrace: UInt8 { UInt8(ascii: "}") }
  static var tilde: UInt8 { UInt8(ascii: "~") }

  var isBlank: Bool { self == .space || self == .tab }
  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

  /// A letter of ASCII or `_`: what a name begins with (XBD 3.216).
  var beginsName: Bool {
    (self | 0x20) &- UInt8(ascii: "a") < 26 || self == UInt8(ascii: "_")
  }

  var continuesName: Bool { beginsName || isDigit }

  /// Whether it ends a word where it stands unquoted: a blank or the start of an operator.
  var endsWord: Bool {
    switch self {
    case .space, .tab, .newline, .ampersand, .bar, .semicolon, .less, .greater,
      .openParenthesis, .closeParenthesis:
      true
    default: false
    }
  }

  /// Whether a redirection may begin with it: an operator, or the descriptor before one.
  var mayBeginRedirection: Bool {
    switch self {
    case .less, .greater, .ampersand, .openBrace: true
    default: isDigit
    }
  }

  /// Whether it is the name of a special parameter (XCU 2.5.2).
  var isSpecialParameter: Bool {
    switch self {
    case .at, .star, .hash, .question, .dash, .dollar, .exclamation: true
    default: false
    }
  }
}
