/// Holds what a command line said, checked against the command's declaration.
package struct ParsedArguments: Sendable {
  private var options: [String: [String]] = [:]
  package private(set) var operands: [String] = []

  package init() {}

  /// The value of an option; nil where it was not given.
  package func value(_ option: String) -> String? { options[option]?.last }

  /// Every value of a repeatable option, in order.
  package func values(_ option: String) -> [String] { options[option] ?? [] }

  /// Whether a switch was given.
  package func has(_ option: String) -> Bool { options[option] != nil }

  mutating func add(_ value: String, to option: String) {
    options[option, default: []].append(value)
  }
  mutating func add(operand: String) { operands.append(operand) }
}

/// Says what is wrong with a command line, and what to do about it.
package struct UsageError: Error, Equatable, CustomStringConvertible {
  package let message: String
  /// The command whose help tells more, such as `gatehouse policy check`.
  package let command: String

  package init(message: String, command: String) {
    self.message = message
    self.command = command
  }

  package var description: String { "\(message)\nsee `\(command) --help`" }
}
