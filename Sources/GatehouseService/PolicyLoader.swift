import Documents
import Policy

/// Reads the policy that a configuration names, and compiles it.
struct PolicyLoader: Sendable {
  /// A policy in order.
  struct Loaded: Sendable {
    let set: PolicySet
    /// The names of its sources, as the configuration orders them.
    let sources: [String]
    /// The SHA-256 of its sources, in hexadecimal.
    let digest: String
  }

  /// Where the sources are, and what they are compiled with.
  let files: PolicySourceFiles
  /// What was compiled ahead of the first load, which takes it.
  private(set) var ahead: Loaded?

  /// Reads what policies are compiled with, and compiles the policy ahead of its first load.
  ///
  /// What is wrong with the policy is left for the load to say.
  init(_ configuration: Configuration) throws {
    files = PolicySourceFiles(
      paths: configuration.policy,
      compiler: PolicySetCompiler(
        tools: try ToolFiles.read(configuration.tools)
          .known(areAll: !configuration.tools.isEmpty),
        timeZones: TimeZoneFiles.read()))
    ahead = try? load()
  }

  /// Reads the sources, and compiles them unless these very bytes were compiled ahead.
  ///
  /// - Throws: `FileError` or `DocumentErrors`.
  mutating func load() throws -> Loaded {
    let known = ahead.take()
    let sources = PolicySources(all: try PolicyFiles.read(files.paths))
    let digest = sources.digest
    if let known, known.digest == digest { return known }
    let set = try files.compiler.compile(sources.all)
    return Loaded(set: set, sources: sources.all.map(\.name), digest: digest)
  }
}
