/// Names a static type of the expression language (CEL language definition, "Gradual Type Checking").
package indirect enum ExpressionType: Sendable, Hashable {
  /// Stands for any type: what it describes is checked while evaluating.
  case dyn
  case null, bool, int, uint, double, string, bytes, timestamp, duration
  /// The type of types, such as that of `int` or `type(1)`.
  case type
  case list(ExpressionType)
  case map(key: ExpressionType, value: ExpressionType)
  /// A value or none (the extension library of optional values).
  case optional(ExpressionType)
  /// A type that the host declares with `Environment.declare(type:fields:)`.
  case opaque(String)
  /// A type parameter in a function's signature, such as `A` in `list(A)`.
  case parameter(String)
}

extension ExpressionType: CustomStringConvertible {
  /// Writes the type as the language definition does, such as `map(string, dyn)`.
  package var description: String {
    switch self {
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .optional(let wrapped): "optional_type(\(wrapped))"
    case .parameter(let name): name.hasPrefix("#") ? "dyn" : name
    default: runtimeName
    }
  }

  /// The name that `type()` gives to values of this type.
  package var runtimeName: String {
    switch self {
    case .dyn, .parameter: "dyn"
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .type: "type"
    case .list: "list"
    case .map: "map"
    case .optional: "optional_type"
    case .opaque(let name): name
    }
  }
}
