import Matching
import YAML

/// Puts a configuration together: defaults, then the file, then the environment, then flags.
package struct ConfigurationLoader {
  private var configuration = Configuration()
  private var problems: [ConfigurationProblem] = []

  /// Reads every source and checks the whole.
  ///
  /// - Parameters:
  ///   - file: the configuration file's path and contents; nil where none is used.
  ///   - environment: the process's environment; only `GATEHOUSE_…` is looked at.
  ///   - flags: the values given for each option on the command line.
  ///   - purpose: what the configuration is for, which says what must be there.
  /// - Throws: every problem found, not only the first.
  package static func load(
    file: (path: String, bytes: [UInt8])?, environment: [String: String], flags: [String: [String]],
    for purpose: ConfigurationPurpose = .serving
  ) throws(ConfigurationProblems) -> Configuration {
    var loader = ConfigurationLoader()
    if let file { loader.read(file: file.path, bytes: file.bytes) }
    loader.read(environment: environment)
    loader.read(flags: flags)
    if loader.problems.isEmpty { loader.checkWhole(for: purpose) }
    guard loader.problems.isEmpty else { throw ConfigurationProblems(loader.problems) }
    return loader.configuration
  }

  private mutating func read(file path: String, bytes: [UInt8]) {
    do throws(YAMLError) {
      let root = try YAMLDocument.parse(bytes)
      var reader = ConfigurationFileReader(path: path, configuration: configuration)
      reader.read(root)
      configuration = reader.configuration
      problems += reader.problems
    } catch {
      problems.append(
        ConfigurationProblem(
          place: "\(path):\(error.position)",
          message: error.message + (error.hint.map { ": \($0)" } ?? "")))
    }
  }

  private mutating func read(environment: [String: String]) {
    for option in ConfigurationOption.all {
      guard let text = environment[option.variable] else { continue }
      let values =
        option.isRepeatable ? text.split(separator: ",").map(String.init) : [text]
      apply(option, values, place: option.variable)
    }
    let known = Set(ConfigurationOption.all.map(\.variable)).union(["GATEHOUSE_CONFIG"])
    for variable in environment.keys.sorted() where variable.hasPrefix("GATEHOUSE_") {
      guard !known.contains(variable), !Self.isServiceLink(variable) else { continue }
      let hint = Suggestion.closest(to: variable, among: known.sorted())
      problems.append(
        ConfigurationProblem(
          place: variable,
          message: "no option has this name" + (hint.map { ": did you mean `\($0)`?" } ?? "")))
    }
  }

  /// Whether Kubernetes sets the variable in every pod beside a service that is called `gatehouse`.
  private static func isServiceLink(_ variable: String) -> Bool {
    variable.hasPrefix("GATEHOUSE_SERVICE_") || variable == "GATEHOUSE_PORT"
      || variable.hasPrefix("GATEHOUSE_PORT_")
  }

  private mutating func read(flags: [String: [String]]) {
    for option in ConfigurationOption.all {
      guard let values = flags[option.name] else { continue }
      apply(option, values, place: "--\(option.name)")
    }
  }

  private mutating func apply(_ option: ConfigurationOption, _ values: [String], place: String) {
    do throws(ConfigurationOption.Complaint) {
      try option.apply(values, &configuration)
    } catch {
      problems.append(ConfigurationProblem(place: place, message: error.message))
    }
  }

  /// Checks what no single source can: that all needed is there, and that nothing is open that should not be.
  private mutating func checkWhole(for purpose: ConfigurationPurpose) {
    if purpose == .serving || purpose == .askingThePolicy, configuration.policy.isEmpty {
      missing("policy", "name the file or directory that holds the rules")
    }
    if purpose == .serving || purpose == .readingTheLog, configuration.data.isEmpty {
      missing("data", "name the directory that holds the log and the keys")
    }
    guard purpose == .serving else { return }
    if configuration.listen.isEmpty { missing("listen", "name an address") }
    if let tls = configuration.tls {
      if tls.certificate.isEmpty { missing("tls-certificate", "TLS needs a certificate") }
      if tls.key.isEmpty { missing("tls-key", "TLS needs the certificate's key") }
    }
    // Who may come in is said once it is known that something could be served.
    if problems.isEmpty { problems = BindRules.problems(of: configuration) }
  }

  private mutating func missing(_ option: String, _ advice: String) {
    problems.append(
      ConfigurationProblem(
        place: "--\(option)",
        message: "missing: \(advice), here or as `\(option)` in \(Self.standardPath)"))
  }
}

/// What a configuration is read for.
package enum ConfigurationPurpose: Sendable {
  case serving, askingThePolicy, readingTheLog, askingAnInstance
}
