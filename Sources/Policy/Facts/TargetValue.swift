import ActionModel
import Expressions
import Matching

/// A set of paths in conditions: the type of `this.target` and of the members of `effects.reads` and the like.
struct TargetValue: OpaqueValue {
  static let type = ExpressionType.opaque("target")

  let target: TargetSet

  var typeName: String { "target" }

  func field(_ index: Int) throws(EvaluationFailure) -> Value {
    throw .error(.init(.noSuchField, "\(index)"))
  }

  func equals(_ other: any OpaqueValue) -> Bool {
    (other as? TargetValue)?.target == target
  }
}

/// Directories in conditions: the type of `project.root`.
struct DirectoriesValue: OpaqueValue {
  static let type = ExpressionType.opaque("directories")

  let directories: [String]
  let patterns: [PathPattern]

  var typeName: String { "directories" }

  func field(_ index: Int) throws(EvaluationFailure) -> Value {
    throw .error(.init(.noSuchField, "\(index)"))
  }

  func equals(_ other: any OpaqueValue) -> Bool {
    (other as? DirectoriesValue)?.patterns == patterns
  }
}
