/// A value of a type that the host declares: expressions read its fields, compare it and hand it to the host's functions.
package protocol OpaqueValue: Sendable {
  /// The name under which the host declared the type.
  var typeName: String { get }

  /// Reads a field, by its position in the type's declaration; throws `.unknown` for one that is not known yet.
  func field(_ index: Int) throws(EvaluationFailure) -> Value

  /// Says whether `has()` finds a field, by its position in the type's declaration.
  func hasField(_ index: Int) throws(EvaluationFailure) -> Bool

  /// Compares with another opaque value of any type.
  func equals(_ other: any OpaqueValue) -> Bool
}

extension OpaqueValue {
  /// Finds every declared field present.
  package func hasField(_ index: Int) throws(EvaluationFailure) -> Bool { true }
}
