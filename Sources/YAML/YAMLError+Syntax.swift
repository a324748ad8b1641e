extension YAMLError {
  /// Words a complaint of libyaml, with a hint for the mistakes people make most.
  init(syntax problem: String, while context: String?, at position: YAMLPosition) {
    let message = context.map { "\(problem) \($0)" } ?? problem
    self.init(.syntax, at: position, message, hint: Self.hint(for: problem))
  }

  private static func hint(for problem: String) -> String? {
    switch problem {
    case "mapping values are not allowed in this context":
      "put a value with `: ` in it in quotes, or check the indentation"
    case "found character that cannot start any token":
      "indent with spaces, and put a value that starts with a special character in quotes"
    case "found a tab character that violates indentation",
      "found a tab character where an indentation space is expected":
      "indent with spaces, not tabs"
    case "could not find expected ':'":
      "a key needs `: ` after it"
    case "did not find expected key", "did not find expected '-' indicator",
      "block sequence entries are not allowed in this context":
      "check the indentation against the line above"
    case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
      "a list needs a closing `]`, a mapping a closing `}`"
    case "found unexpected end of stream":
      "a quote is not closed"
    case "control characters are not allowed":
      "write control characters as escapes in double quotes"
    default: nil
    }
  }
}
