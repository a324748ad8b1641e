/// Declares one command of a program: its options, its operands, its subcommands, and what it does.
package struct Command: Sendable {
  /// Does the command's work and returns the process's exit code; what it throws is told to the user.
  package typealias Body = @Sendable (ParsedArguments) async throws -> Int32

  package let name: String
  /// One line for the list of commands.
  package let summary: String
  /// Paragraphs for the command's own help, such as its exit codes; may be empty.
  package let discussion: String
  package let options: [Option]
  package let operands: [Operand]
  package let subcommands: [Command]
  package let body: Body?

  /// Declares a command that does something.
  package init(
    _ name: String, summary: String, discussion: String = "", options: [Option] = [],
    operands: [Operand] = [], body: @escaping Body
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.options = options
    self.operands = operands
    subcommands = []
    self.body = body
  }

  /// Declares a command that only groups others.
  package init(_ name: String, summary: String, discussion: String = "", subcommands: [Command]) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    options = []
    operands = []
    self.subcommands = subcommands
    body = nil
  }
}

/// Declares one option, written `--name VALUE` or `--name=VALUE`, or `--name` alone when it takes no value.
package struct Option: Sendable {
  package let name: String
  /// What the value is called in help texts; nil for a switch.
  package let placeholder: String?
  /// The words that the value may be; empty where any will do.
  package let choices: [String]
  package let isRepeatable: Bool
  package let summary: String

  /// Declares an option that takes a value.
  package static func value(
    _ name: String, _ placeholder: String, repeatable: Bool = false, summary: String
  ) -> Option {
    Option(
      name: name, placeholder: placeholder, choices: [], isRepeatable: repeatable, summary: summary)
  }

  /// Declares an option whose value is one of a few words.
  package static func choice(_ name: String, _ choices: [String], summary: String) -> Option {
    Option(
      name: name, placeholder: choices.joined(separator: "|"), choices: choices,
      isRepeatable: false, summary: summary)
  }

  /// Declares an option that is given or not.
  package static func flag(_ name: String, summary: String) -> Option {
    Option(name: name, placeholder: nil, choices: [], isRepeatable: false, summary: summary)
  }

  /// The option that every command has.
  static let help = flag("help", summary: "show this help")

  /// The option that only the program itself has.
  static let version = flag("version", summary: "show the program's version")
}

/// Declares what stands on a command line besides options.
package struct Operand: Sendable {
  package let placeholder: String
  package let isRequired: Bool
  package let isRepeatable: Bool

  package init(_ placeholder: String, required: Bool = true, repeatable: Bool = false) {
    self.placeholder = placeholder
    isRequired = required
    isRepeatable = repeatable
  }
}
