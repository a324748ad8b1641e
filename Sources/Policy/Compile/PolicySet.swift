package import ActionModel
package import Documents
import YAML

/// A set of policies, checked and compiled: immutable, shared by all loops, and replaced as a whole.
package final class PolicySet: Sendable {
  /// Names one rule for lists, coverage and metrics.
  package struct RuleSummary: Sendable, Hashable {
    package let id: String
    package let policy: String
    package let source: String
    /// Where the rule begins in its source, from 1.
    package let line: Int
    package let layer: Layer
    package let effect: RuleEffect
    package let isShadow: Bool
  }

  /// The sources, sorted by name.
  package let sources: [DocumentSource]
  /// What the checker has doubts about.
  package let warnings: [DocumentProblem]
  /// The counters that conditions read; a counter's index here is its name everywhere.
  package let counters: [CounterSpecification]

  /// Whether some of them are shared by instances.
  package let sharesCounters: Bool

  let rules: [CompiledRule]
  let layers: [LayerPlan]
  let index: ToolIndex
  private let counterIndex: ToolIndex
  /// Whether any rule reads what an action would do.
  private let hasRulesOnEffects: Bool
  /// Whether actions are counted by what they do.
  private let countsEffects: Bool
  private let hasRulesOnContent: Bool
  private let hasRulesOnContext: Bool
  /// Whether any rule obliges callers to something.
  package let obliges: Bool

  init(
    sources: [DocumentSource], rules: [CompiledRule], layers: [LayerPlan],
    counters: [CounterSpecification], warnings: [DocumentProblem]
  ) {
    self.sources = sources
    self.rules = rules
    self.layers = layers
    self.counters = counters
    sharesCounters = counters.contains(where: \.isShared)
    countsEffects = counters.contains { $0.effect != nil }
    self.warnings = warnings
    index = ToolIndex(rules.map(\.tools))
    counterIndex = ToolIndex(counters.map { [$0.tool] })
    hasRulesOnEffects = rules.contains(where: \.needsEffects)
    hasRulesOnContent = rules.contains(where: \.needsContent)
    hasRulesOnContext = rules.contains(where: \.needsContext)
    obliges = rules.contains { $0.obligation != nil }
  }

  /// The rules in the order of the layers, then of the sources' names, then as written; drafts are left out.
  package var ruleSummaries: [RuleSummary] {
    rules.map { rule in
      RuleSummary(
        id: rule.id, policy: rule.policy, source: rule.source, line: rule.position.line,
        layer: rule.layer, effect: rule.effect, isShadow: rule.isShadow)
    }
  }

  /// The counters that count an action on a tool, by index, whoever reads them.
  package func counters(fedBy tool: ToolName) -> [Int] {
    counters.isEmpty ? [] : counterIndex.candidates(for: tool).map(Int.init)
  }

  /// The counters that a decision on a tool may read, by index, so that all can be read at one moment.
  package func counters(readFor tool: ToolName) -> [Int] {
    guard !counters.isEmpty else { return [] }
    return Set(index.candidates(for: tool).flatMap { rules[Int($0)].counters }).sorted()
  }

  /// Whether decisions may read, or count, what actions would do; people who are to approve one are told in any case.
  package var mayNeedEffects: Bool { hasRulesOnEffects || countsEffects }

  /// Whether what is inside actions may be asked for.
  package var mayNeedContent: Bool { hasRulesOnContent }

  /// Whether a decision on a tool may read, or count, what the action would do, so that it has to be analysed first.
  package func needsEffects(of tool: ToolName) -> Bool {
    countsEffects
      || hasRulesOnEffects && index.candidates(for: tool).contains { rules[Int($0)].needsEffects }
  }

  /// Whether a decision on a tool may read what is inside the action's text, so that it has to be looked into first.
  package func needsContent(of tool: ToolName) -> Bool {
    hasRulesOnContent && index.candidates(for: tool).contains { rules[Int($0)].needsContent }
  }

  /// Whether a decision on a tool may read what the caller says of the circumstances, so that a record of it keeps that.
  package func needsContext(of tool: ToolName) -> Bool {
    hasRulesOnContext && index.candidates(for: tool).contains { rules[Int($0)].needsContext }
  }

  /// The bytes that the set's digest is made of: each source's name and text, sorted by name, with its length before it.
  package static func canonicalBytes(of sources: [DocumentSource]) -> [UInt8] {
    var bytes: [UInt8] = []
    for source in sources.sorted(by: { $0.name < $1.name }) {
      for part in [Array(source.name.utf8), source.bytes] {
        bytes.append(contentsOf: "\(part.count):".utf8)
        bytes.append(contentsOf: part)
      }
    }
    return bytes
  }
}
