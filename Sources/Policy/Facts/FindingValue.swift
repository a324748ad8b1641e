import ActionModel
import Expressions

/// A finding in conditions: the type of the members of `content.findings`.
struct FindingValue: OpaqueValue {
  static let type = ExpressionType.opaque("finding")

  /// What conditions may read of a finding.
  enum Field: Int, CaseIterable {
    case detector, kind, severity
    /// The severity as a number: 1 for `low` to 4 for `critical`.
    case level
    /// The JSON pointer of the argument that it is in.
    case argument

    static var declarations: [(String, ExpressionType)] {
      allCases.map { ("\($0)", $0 == .level ? .int : .string) }
    }
  }

  let finding: ContentFindings.Finding

  var typeName: String { "finding" }

  func field(_ index: Int) throws(EvaluationFailure) -> Value {
    switch Field(rawValue: index) {
    case .detector: return .string(finding.detector)
    case .kind: return .string(finding.kind)
    case .severity: return .string(finding.severity.rawValue)
    case .level: return .int(Int64(finding.severity.level))
    case .argument: return .string(finding.evidence.argument)
    case nil: throw .error(.init(.noSuchField, "\(index)"))
    }
  }

  func equals(_ other: any OpaqueValue) -> Bool { (other as? FindingValue)?.finding == finding }
}
