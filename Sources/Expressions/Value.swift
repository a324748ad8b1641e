package import JSON

/// Holds one value of the expression language (CEL language definition, "Values").
package enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case list([Value])
  case map(MapValue)
  /// A type, by the name that `type()` gives it.
  case type(String)
  case timestamp(Timestamp)
  /// A span of time of whole nanoseconds, within 64 bits of them (about 292 years).
  case duration(Duration)
  /// A JSON value, read only when and as far as an expression asks: objects are maps, arrays are lists.
  case json(JSONValue)
  /// A value whose meaning only the host knows.
  indirect case opaque(any OpaqueValue)
  /// A part of a map or list that is not known, by its name: whatever reads it is unknown.
  case unknown(String)
}

extension Value {
  /// The type's name as `type()` gives it.
  package var typeName: String {
    switch self {
    case .null: ExpressionType.null.runtimeName
    case .bool: ExpressionType.bool.runtimeName
    case .int: ExpressionType.int.runtimeName
    case .uint: ExpressionType.uint.runtimeName
    case .double: ExpressionType.double.runtimeName
    case .string: ExpressionType.string.runtimeName
    case .bytes: ExpressionType.bytes.runtimeName
    case .list: "list"
    case .map: "map"
    case .type: ExpressionType.type.runtimeName
    case .timestamp: ExpressionType.timestamp.runtimeName
    case .duration: ExpressionType.duration.runtimeName
    case .json(let json):
      switch json.kind {
      case .null: ExpressionType.null.runtimeName
      case .bool: ExpressionType.bool.runtimeName
      case .string: ExpressionType.string.runtimeName
      case .array: "list"
      case .object: "map"
      case .number:
        if case .double = json.number { "double" } else { "int" }
      }
    case .opaque(let value): value.typeName
    case .unknown: "unknown"
    }
  }

  /// Reads a JSON scalar into the value it stands for; leaves JSON arrays, objects and everything else as they are.
  ///
  /// A number is an `int` if it is integral within 64 bits, else a `double`; a larger integer is an error. A part that is
  /// not known is unknown.
  package func resolved() throws(EvaluationFailure) -> Value {
    switch self {
    case .json(let json): return try Value.reading(json)
    case .unknown(let name): throw .unknown([name])
    default: return self
    }
  }

  /// The value as it is, scalars of JSON unread; a part that is not known is unknown.
  package func known() throws(EvaluationFailure) -> Value {
    if case .unknown(let name) = self { throw .unknown([name]) }
    return self
  }

  static func reading(_ json: JSONValue) throws(EvaluationFailure) -> Value {
    switch json.kind {
    case .null: return .null
    case .bool: return .bool(json.bool == true)
    case .string: return .string(json.string ?? "")
    case .array, .object: return .json(json)
    case .number:
      switch json.number {
      case .int(let number): return .int(number)
      case .double(let number): return .double(number)
      default: throw .error(.init(.overflow, "integer `\(json.numberText ?? "")` in JSON"))
      }
    }
  }
}
