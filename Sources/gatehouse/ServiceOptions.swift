import CommandLineParsing
import GatehouseService

/// What every command that needs the configuration accepts: the file, and each option by its name.
enum ServiceOptions {
  static let config = Option.value(
    "config", "FILE", summary: "the configuration file; GATEHOUSE_CONFIG names it too")

  /// The options of `gatehouse serve` and its relatives.
  static let all: [Option] =
    [config]
    + ConfigurationOption.all.map { option in
      guard let placeholder = option.placeholder else {
        return .flag(option.name, summary: option.summary)
      }
      return .value(
        option.name, placeholder, repeatable: option.isRepeatable, summary: option.summary)
    }

  /// The options of commands that only ask the policy.
  static let policy = all.filter {
    ["config", "policy", "project", "tools", "commands", "patterns"].contains($0.name)
  }

  /// Puts the configuration together from the command line, the environment and the file.
  static func configuration(
    _ arguments: ParsedArguments, for purpose: ConfigurationPurpose = .serving
  ) throws -> Configuration {
    var flags: [String: [String]] = [:]
    for option in ConfigurationOption.all where arguments.has(option.name) {
      flags[option.name] = arguments.values(option.name)
    }
    return try ConfigurationLoader.load(
      path: arguments.value("config"), environment: ProcessEnvironment.variables, flags: flags,
      for: purpose)
  }
}
