extension StandardLibrary {
  /// The functions named for the type they convert to, `dyn()` and `type()`.
  static var conversions: [Function] {
    conversion(.int, [.int, .uint, .double, .string, .timestamp], NumberConversion.int)
      + conversion(.uint, [.uint, .int, .double, .string], NumberConversion.uint)
      + conversion(.double, [.double, .int, .uint, .string], NumberConversion.double)
      + conversion(.bool, [.bool, .string], bool)
      + conversion(.bytes, [.bytes, .string], bytes)
      + conversion(
        .string, [.string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration], string)
      + conversion(
        .timestamp, named: "timestamp", [.timestamp, .string, .int], timestamp,
        hint: "write it by RFC 3339, such as `2026-01-31T12:00:00Z`")
      + conversion(
        .duration, named: "duration", [.duration, .string], duration,
        hint: "write it with units, such as `1h30m` or `15s`")
      + overloads(
        "dyn", [Signature([.parameter("A")], .dyn)],
        .unary { (value, _) throws(EvaluationFailure) in value })
      + overloads(
        "type", [Signature([.parameter("A")], .type)],
        .unary { (value, _) throws(EvaluationFailure) in .type(value.typeName) })
  }

  private static func conversion(
    _ type: ExpressionType, named name: String? = nil, _ sources: [ExpressionType],
    _ convert: @escaping @Sendable (Value) throws(EvaluationFailure) -> Value, hint: String? = nil
  ) -> [Function] {
    overloads(
      name ?? type.runtimeName, sources.map { Signature([$0], type) },
      .unary { (value, budget) throws(EvaluationFailure) in
        switch value {
        case .string(let text): try budget.spend(bytes: text.utf8.count)
        case .bytes(let bytes): try budget.spend(bytes: bytes.count)
        default: break
        }
        return try convert(value)
      },
      prepare: hint.map { checkingLiteral($0, convert) })
  }

  private static func bool(_ value: Value) throws(EvaluationFailure) -> Value {
    guard case .string(let text) = value else {
      guard case .bool = value else { throw .noOverload("bool", value) }
      return value
    }
    switch text {
    case "1", "t", "true", "TRUE", "True": return .bool(true)
    case "0", "f", "false", "FALSE", "False": return .bool(false)
    default: throw .error(.init(.invalidArgument, "the string `\(text)` is no `bool`"))
    }
  }

  private static func bytes(_ value: Value) throws(EvaluationFailure) -> Value {
    switch value {
    case .bytes: return value
    case .string(let text): return .bytes(Array(text.utf8))
    default: throw .noOverload("bytes", value)
    }
  }

  private static func string(_ value: Value) throws(EvaluationFailure) -> Value {
    switch value {
    case .string: return value
    case .bool(let flag): return .string("\(flag)")
    case .int(let number): return .string("\(number)")
    case .uint(let number): return .string("\(number)")
    case .double(let number): return .string(NumberConversion.text(number))
    case .timestamp(let moment): return .string(moment.description)
    case .duration(let span): return .string(DurationText.write(span))
    case .bytes(let bytes):
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw .error(.init(.invalidArgument, "the bytes are not UTF-8"))
      }
      return .string(text)
    default: throw .noOverload("string", value)
    }
  }

  private static func timestamp(_ value: Value) throws(EvaluationFailure) -> Value {
    switch value {
    case .timestamp: return value
    case .int(let seconds):
      guard let moment = Timestamp(seconds: seconds) else {
        throw .error(.init(.overflow, "timestamp `\(seconds)`"))
      }
      return .timestamp(moment)
    case .string(let text):
      guard let moment = Timestamp(text) else {
        throw .error(.init(.invalidArgument, "`\(text)` is no timestamp of the years 1 to 9999"))
      }
      return .timestamp(moment)
    default: throw .noOverload("timestamp", value)
    }
  }

  private static func duration(_ value: Value) throws(EvaluationFailure) -> Value {
    switch value {
    case .duration: return value
    case .string(let text):
      guard let span = DurationText.read(text) else {
        throw .error(.init(.invalidArgument, "`\(text)` is no duration within 292 years"))
      }
      return .duration(span)
    default: throw .noOverload("duration", value)
    }
  }
}
