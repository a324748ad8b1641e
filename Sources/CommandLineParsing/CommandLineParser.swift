import Matching

/// Reads a command line against a tree of commands.
package struct CommandLineParser: Sendable {
  /// What a command line asks for.
  package enum Request: Sendable {
    case run(Command, ParsedArguments)
    /// A help text to print.
    case help(String)
    /// The program's version is to be printed.
    case version
  }

  private let root: Command

  package init(_ root: Command) {
    self.root = root
  }

  /// Reads the words that follow the program's name.
  package func parse(_ words: [String]) throws(UsageError) -> Request {
    var command = root
    var path = [root.name]
    var rest = words[...]
    while !command.subcommands.isEmpty {
      guard let word = rest.popFirst() else {
        let names = command.subcommands.map { "`\($0.name)`" }.joined(separator: ", ")
        throw UsageError(
          message: "a command is missing: \(names)", command: path.joined(separator: " "))
      }
      if word == "--help" || word == "-h" { return .help(command.help(path: path)) }
      if word == "--version", path.count == 1 { return .version }
      guard !word.hasPrefix("-") else {
        let names = (path.count == 1 ? [Option.help, .version] : [.help]).map { "--\($0.name)" }
        throw UsageError(
          message: "unknown option `\(word)`" + hint(word, among: names),
          command: path.joined(separator: " "))
      }
      guard let next = command.subcommands.first(where: { $0.name == word }) else {
        throw UsageError(
          message: "unknown command `\(word)`"
            + hint(word, among: command.subcommands.map(\.name)),
          command: path.joined(separator: " "))
      }
      command = next
      path.append(next.name)
    }
    return try parse(rest, for: command, path: path)
  }

  private func parse(
    _ words: ArraySlice<String>, for command: Command, path: [String]
  ) throws(UsageError) -> Request {
    var arguments = ParsedArguments()
    var rest = words
    var onlyOperands = false
    while let word = rest.popFirst() {
      if onlyOperands || word == "-" || !word.hasPrefix("-") {
        arguments.add(operand: word)
      } else if word == "--" {
        onlyOperands = true
      } else if word == "--help" || word == "-h" {
        return .help(command.help(path: path))
      } else {
        try read(option: word, from: &rest, into: &arguments, of: command, path: path)
      }
    }
    try checkOperands(arguments.operands, of: command, path: path)
    return .run(command, arguments)
  }

  private func read(
    option word: String, from rest: inout ArraySlice<String>, into arguments: inout ParsedArguments,
    of command: Command, path: [String]
  ) throws(UsageError) {
    func refusal(_ message: String) -> UsageError {
      UsageError(message: message, command: path.joined(separator: " "))
    }
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard word.hasPrefix("--"),
      let option = command.options.first(where: { "--\($0.name)" == parts[0] })
    else {
      throw refusal(
        "unknown option `\(parts[0])`"
          + hint(String(parts[0]), among: command.options.map { "--\($0.name)" }))
    }
    guard option.isRepeatable || !arguments.has(option.name) else {
      throw refusal("`--\(option.name)` is given twice: give it once")
    }
    guard let placeholder = option.placeholder else {
      guard parts.count == 1 else { throw refusal("`--\(option.name)` takes no value") }
      arguments.add("true", to: option.name)
      return
    }
    guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
      throw refusal("`--\(option.name)` needs a value: `--\(option.name) \(placeholder)`")
    }
    guard option.choices.isEmpty || option.choices.contains(value) else {
      throw refusal(
        "`\(value)` is no value of `--\(option.name)`: use \(option.choices.joined(separator: ", "))"
      )
    }
    arguments.add(value, to: option.name)
  }

  private func checkOperands(
    _ operands: [String], of command: Command, path: [String]
  ) throws(UsageError) {
    let required = command.operands.count(where: \.isRequired)
    if operands.count < required {
      throw UsageError(
        message: "`\(command.operands[operands.count].placeholder)` is missing",
        command: path.joined(separator: " "))
    }
    if operands.count > command.operands.count, command.operands.last?.isRepeatable != true {
      throw UsageError(
        message: "`\(operands[command.operands.count])` is one operand too many",
        command: path.joined(separator: " "))
    }
  }

  private func hint(_ word: String, among names: [String]) -> String {
    Suggestion.closest(to: word, among: names).map { ": did you mean `\($0)`?" } ?? ""
  }
}
