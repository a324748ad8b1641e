/// Converts to numbers; what does not fit is an error.
enum NumberConversion {
  static func int(_ value: Value) throws(EvaluationFailure) -> Value {
    switch value {
    case .int: return value
    case .uint(let number):
      guard let result = Int64(exactly: number) else { throw .range("int", "\(number)") }
      return .int(result)
    case .double(let number):
      // The definition leaves both ends out, where doubles no longer tell integers apart.
      guard number > -0x1p63, number < 0x1p63 else { throw .range("int", "\(number)") }
      return .int(Int64(number))
    case .string(let text):
      guard let result = Int64(text) else { throw .text("int", text) }
      return .int(result)
    case .timestamp(let moment): return .int(moment.seconds)
    default: throw .noOverload("int", value)
    }
  }

  static func uint(_ value: Value) throws(EvaluationFailure) -> Value {
    switch value {
    case .uint: return value
    case .int(let number):
      guard let result = UInt64(exactly: number) else { throw .range("uint", "\(number)") }
      return .uint(result)
    case .double(let number):
      guard number >= 0, number < 0x1p64 else { throw .range("uint", "\(number)") }
      return .uint(UInt64(number))
    case .string(let text):
      guard let result = UInt64(text) else { throw .text("uint", text) }
      return .uint(result)
    default: throw .noOverload("uint", value)
    }
  }

  static func double(_ value: Value) throws(EvaluationFailure) -> Value {
    switch value {
    case .double: return value
    case .int(let number): return .double(Double(number))
    case .uint(let number): return .double(Double(number))
    case .string(let text):
      guard let result = Double(text) else { throw .text("double", text) }
      return .double(result)
    default: throw .noOverload("double", value)
    }
  }

  /// Writes a double with the fewest digits that read back as the same number; integral ones without a fraction.
  static func text(_ number: Double) -> String {
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension EvaluationFailure {
  fileprivate static func range(_ type: String, _ value: String) -> EvaluationFailure {
    .error(.init(.overflow, "`\(value)` as `\(type)`"))
  }

  fileprivate static func text(_ type: String, _ text: String) -> EvaluationFailure {
    .error(.init(.invalidArgument, "the string `\(text)` is no `\(type)`"))
  }
}
