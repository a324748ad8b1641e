import Crypto
import Documents
import Expressions
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

  private let paths: [String]
  private let tools: KnownTools
  private let timeZones = TimeZoneFiles.read()
  /// What was compiled ahead of the first load, which takes it.
  private(set) var ahead: Loaded?

  /// Reads what policies are compiled with, and compiles the policy ahead of its first load.
  ///
  /// What is wrong with the policy is left for the load to say.
  init(_ configuration: Configuration) throws {
    paths = configuration.policy
    tools = try ToolFiles.read(configuration.tools).known(areAll: !configuration.tools.isEmpty)
    ahead = try? load()
  }

  /// Reads the sources, and compiles them unless these very bytes were compiled ahead.
  ///
  /// - Throws: `FileError` or `DocumentErrors`.
  mutating func load() throws -> Loaded {
    let known = ahead.take()
    let sources = try PolicyFiles.read(paths)
    let digest = SHA256.hash(PolicySet.canonicalBytes(of: sources)).description
    if let known, known.digest == digest { return known }
    let set = try PolicySet.load(sources, timeZones: timeZones, tools: tools)
    return Loaded(set: set, sources: sources.map(\.name), digest: digest)
  }
}
