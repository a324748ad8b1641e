/// Says what is wrong in a configuration, where it was said, and what to do about it.
package struct ConfigurationProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// `gatehouse.yaml:3:5`, `--listen` or `GATEHOUSE_LISTEN`.
  package let place: String
  package let message: String

  package init(place: String, message: String) {
    self.place = place
    self.message = message
  }

  package var description: String { "\(place): \(message)" }
}

/// Every problem of one configuration, so that all can be mended at once.
package struct ConfigurationProblems: Error, Sendable, CustomStringConvertible {
  package let all: [ConfigurationProblem]

  package init(_ all: [ConfigurationProblem]) {
    self.all = all
  }

  /// Whether all of it can be mended on the command line.
  package var isWrongUsage: Bool { all.allSatisfy { $0.place.hasPrefix("--") } }

  package var description: String { all.map(\.description).joined(separator: "\n") }
}
