package import ActionModel

/// The tools that somebody has described, for what lint says of patterns and arguments.
package struct KnownTools: Sendable {
  package struct Tool: Sendable {
    package let name: ToolPattern
    /// The arguments whose effects are analysed, by their first member's name: `command`, `path`, `url`, `sql`.
    package let analysedArguments: Set<String>

    package init(name: ToolPattern, analysedArguments: Set<String>) {
      self.name = name
      self.analysedArguments = analysedArguments
    }
  }

  package let tools: [Tool]
  /// Whether the operator has described the tools that agents use, so that a pattern for others is a mistake.
  package let isComplete: Bool

  package init(tools: [Tool], isComplete: Bool) {
    self.tools = tools
    self.isComplete = isComplete
  }

  package static let none = KnownTools(tools: [], isComplete: false)

  /// Whether a pattern speaks of some tool that is known.
  func include(_ pattern: ToolPattern) -> Bool {
    tools.contains { pattern.mayMatch(matchesOf: $0.name) }
  }

  /// The arguments that are analysed of the tools that some patterns speak of.
  func analysedArguments(of patterns: [ToolPattern]) -> Set<String> {
    tools.reduce(into: []) { arguments, tool in
      guard patterns.contains(where: { $0.mayMatch(matchesOf: tool.name) }) else { return }
      arguments.formUnion(tool.analysedArguments)
    }
  }
}
