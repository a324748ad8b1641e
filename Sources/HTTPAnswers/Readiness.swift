/// Says whether an instance can do its work now, part by part.
package struct Readiness: Sendable, Equatable {
  /// One thing that must be in order.
  package struct Check: Sendable, Equatable {
    package let name: String
    package let isPassing: Bool
    /// What is wrong, or how things stand; shown to operators only.
    package let detail: String

    package init(_ name: String, isPassing: Bool, detail: String) {
      self.name = name
      self.isPassing = isPassing
      self.detail = detail
    }
  }

  package let checks: [Check]

  package init(_ checks: [Check]) {
    self.checks = checks
  }

  package var isReady: Bool { checks.allSatisfy(\.isPassing) }
}
