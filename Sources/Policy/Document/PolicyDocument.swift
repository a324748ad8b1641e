import ActionModel
import Documents
import JSON
import YAML

/// One policy file as it was written, its keys checked and its expressions still text.
struct PolicyDocument {
  let source: DocumentSource
  let name: String
  let layer: Layer
  let fallback: Verdict
  /// Where `default` stands, or the document begins where it is left out.
  let fallbackPosition: YAMLPosition
  let isShadow: Bool
  let isDraft: Bool
  let rules: [RuleDocument]
}

/// One rule as it was written.
struct RuleDocument {
  let id: String
  let position: YAMLPosition
  let effect: RuleEffect
  /// The tools that the rule speaks of; nil for every tool.
  let tools: [ToolPattern]?
  let phases: PhaseSet
  let when: ConditionText?
  let unless: ConditionText?
  /// The kinds of effect that an allow rule vouches for; nil where it vouches for the whole call.
  let covers: Effect.KindSet?
  let reason: String?
  let approval: ApprovalTerms?
  /// What an obligation concerns, as JSON pointers.
  let paths: [String]
  /// What an obligation puts in place, or its bound.
  let value: JSONValue?
  /// Whether the counters that its conditions read are shared by instances.
  let isShared: Bool
  let isShadow: Bool
  let isDraft: Bool
}

/// The text of a condition and where it stands.
struct ConditionText {
  let text: String
  let node: YAMLNode

  /// The place in the source of a byte of the text.
  func position(of offset: Int, in source: DocumentSource) -> YAMLPosition {
    let before = String(decoding: Array(text.utf8).prefix(offset), as: UTF8.self)
    let lines = before.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    return YAMLScalarLocator.position(
      ofLine: lines.count, column: (lines.last?.count ?? 0) + 1, in: node, of: source.bytes)
  }
}

/// Who may approve, and how long they have.
struct ApprovalTerms {
  let approvers: [String]
  /// How many of them have to approve, at least one.
  let quorum: Int
  /// Whether an approval ends when the policy changes.
  let isBoundToPolicy: Bool
  /// In nanoseconds, greater than zero; nil where the rule does not say.
  let within: Int64?
  /// The arguments that notifications leave out, as JSON pointers.
  let hidden: [String]
}
