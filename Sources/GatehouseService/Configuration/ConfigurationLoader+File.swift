extension ConfigurationLoader {
  /// The file that is read where none is named, if it is there.
  package static let standardPath = "gatehouse.yaml"

  /// Finds the configuration file, reads it, and loads the whole configuration.
  ///
  /// - Parameter path: the file; nil looks at `GATEHOUSE_CONFIG`, then at ``standardPath``.
  package static func load(
    path: String?, environment: [String: String], flags: [String: [String]],
    for purpose: ConfigurationPurpose = .serving
  ) throws -> Configuration {
    let named = path ?? environment["GATEHOUSE_CONFIG"]
    let found = named ?? (Files.status(standardPath) == nil ? nil : standardPath)
    let file = try found.map { (path: $0, bytes: try Files.read($0)) }
    return try load(file: file, environment: environment, flags: flags, for: purpose)
  }
}
