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
  ///   - isForServing: whether all that an instance needs must be there, or only what is said must be right.
  /// - Throws: every problem found, not only the first.
  package static func load(
    file: (path: String, bytes: [UInt8])?, environment: [String: String], flags: [String: [String]],
    isForServing: Bool = true
  ) throws(ConfigurationProblems) -> Configuration {
    var loader = ConfigurationLoader()
    if let file { loader.read(file: file.path, bytes: file.bytes) }
    loader.read(environment: environment)
    loader.read(flags: flags)
    if loader.problems.isEmpty, isForServing { loader.checkWhole() }
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
      problems.append(ConfigurationProblem(place: path, message: error.description))
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
      guard !known.contains(variable) else { continue }
      let hint = Suggestion.closest(to: variable, among: known.sorted())
      problems.append(
        ConfigurationProblem(
          place: variable,
          message: "no option has this name" + (hint.map { ": did you mean `\($0)`?" } ?? "")))
    }
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
  private mutating func checkWhole() {
    func complain(_ option: String, _ message: String) -> ConfigurationProblem {
      ConfigurationProblem(place: option, message: message)
    }
    if configuration.policy.isEmpty {
      problems.append(complain("policy", "no policy is named: give `--policy PATH`"))
    }
    if configuration.data.isEmpty {
      problems.append(complain("data", "no data directory is named: give `--data DIR`"))
    }
    if configuration.listen.isEmpty {
      problems.append(complain("listen", "no address is named: give `--listen ADDRESS`"))
    }
    if let tls = configuration.tls, tls.certificate.isEmpty || tls.key.isEmpty {
      problems.append(
        complain("tls", "TLS needs both: give `--tls-certificate FILE` and `--tls-key FILE`"))
    }
    problems += BindRules.problems(of: configuration)
  }
}
