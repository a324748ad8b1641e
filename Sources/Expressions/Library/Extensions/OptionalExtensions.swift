/// The extension library of optional values.
///
/// | written | result |
/// |---|---|
/// | `m.?key`, `l[?index]`, and further fields and indexes after those | a part, or none where there is no such part |
/// | `optional.of(x)`, `optional.none()`, `optional.ofNonZeroValue(x)` | an optional value |
/// | `o.hasValue()`, `o.value()`, `o.orValue(x)`, `o.or(p)` | what is in it; `value()` of none is an error |
/// | `o.optMap(x, …)`, `o.optFlatMap(x, …)` | what an expression makes of the value |
/// | `[?o]`, `{?key: o}` | an element or entry only where there is a value |
///
/// The forms that are no calls are calls of the functions that `Form` names, which nobody can write.
enum OptionalExtensions {
  /// What the syntax of optional values is expanded to.
  enum Form {
    static let field = "_?._"
    static let index = "_[?_]"
    static let elements = "@elements"
    static let entries = "@entries"
  }

  private static let wrapped = ExpressionType.parameter("A")
  private static let optional = ExpressionType.optional(.parameter("A"))

  static var functions: [Function] { makers + readings + parts + collections }

  // MARK: Making

  private static var makers: [Function] {
    StandardLibrary.overloads(
      "optional.none", [Signature([], optional)],
      .variadic { (_, _) throws(EvaluationFailure) in .opaque(OptionalValue.none) })
      + StandardLibrary.overloads(
        "optional.of", [Signature([wrapped], optional)],
        .unary { (value, _) throws(EvaluationFailure) in .opaque(OptionalValue(value)) })
      + StandardLibrary.overloads(
        "optional.ofNonZeroValue", [Signature([wrapped], optional)],
        .unary { (value, _) throws(EvaluationFailure) in
          .opaque(value.isZero ? .none : OptionalValue(value))
        })
  }

  // MARK: Reading

  private static var readings: [Function] {
    method("hasValue", [], .bool) { (optional, _) throws(EvaluationFailure) in
      .bool(optional.value != nil)
    }
      + method("value", [], wrapped) { (optional, _) throws(EvaluationFailure) in
        guard let value = optional.value else {
          throw .error(.init(.invalidArgument, "the value of an optional that has none"))
        }
        return value
      }
      + method("orValue", [wrapped], wrapped) { (optional, arguments) throws(EvaluationFailure) in
        optional.value ?? arguments[0]
      }
      + method("or", [optional], optional) { (optional, arguments) throws(EvaluationFailure) in
        .opaque(optional.value == nil ? try OptionalValue(arguments[0], of: "or") : optional)
      }
  }

  private static func method(
    _ name: String, _ parameters: [ExpressionType], _ result: ExpressionType,
    _ body:
      @escaping @Sendable (OptionalValue, ArraySlice<Value>) throws(EvaluationFailure) -> Value
  ) -> [Function] {
    StandardLibrary.overloads(
      name, isReceiverStyle: true, [Signature([optional] + parameters, result)],
      .variadic { (arguments, _) throws(EvaluationFailure) in
        try body(OptionalValue(arguments[0], of: name), ArraySlice(Array(arguments.dropFirst())))
      })
  }

  // MARK: Parts

  private static var parts: [Function] {
    let key = ExpressionType.parameter("K")
    let named = ExpressionType.map(key: .string, value: wrapped)
    let field = FieldReading()
    return StandardLibrary.overloads(
      Form.field,
      [
        Signature([named, .string], optional), Signature([.optional(named), .string], optional),
        Signature([.dyn, .string], .optional(.dyn)),
      ], .binary(field.body))
      + StandardLibrary.overloads(
        Form.index,
        [
          Signature([.list(wrapped), .int], optional),
          Signature([.map(key: key, value: wrapped), key], optional),
          Signature([.optional(.list(wrapped)), .int], optional),
          Signature([.optional(.map(key: key, value: wrapped)), key], optional),
          Signature([.dyn, .dyn], .optional(.dyn)),
        ], .binary(field.body))
  }

  /// Reads a part of a value or of an optional one.
  private struct FieldReading: Sendable {
    let body: @Sendable (Value, Value, inout Budget) throws(EvaluationFailure) -> Value = {
      (operand, index, budget) throws(EvaluationFailure) in
      var optional = OptionalValue(operand)
      if case .opaque(let inner as OptionalValue) = operand { optional = inner }
      return .opaque(
        try optional.reading { (value) throws(EvaluationFailure) in
          try value.element(at: index, &budget).resolved()
        })
    }
  }

  // MARK: Collections

  private static var collections: [Function] {
    StandardLibrary.overloads(
      Form.elements, [Signature([optional], .list(wrapped))],
      .unary { (value, _) throws(EvaluationFailure) in
        .list(try OptionalValue(value, of: "[?_]").value.map { [$0] } ?? [])
      })
      + StandardLibrary.overloads(
        Form.entries,
        [
          Signature(
            [.map(key: .parameter("K"), value: .dyn), .list(.parameter("K"))],
            .map(key: .parameter("K"), value: .dyn))
        ],
        .binary { (map, keys, budget) throws(EvaluationFailure) in
          guard case .map(let map) = map, let keys = ListView(keys) else {
            throw .noOverload("{?_: _}", map, keys)
          }
          let optionalKeys = Set(keys.compactMap { MapKey(lookingUp: $0) })
          try budget.spend(map.count)
          var kept = MapValue()
          for (key, value) in map.entries {
            guard let index = MapKey(lookingUp: key), optionalKeys.contains(index) else {
              try kept.insert(key, value)
              continue
            }
            guard let value = try OptionalValue(value, of: "{?_: _}").value else { continue }
            try kept.insert(key, value)
          }
          return .map(kept)
        })
  }
}

extension Value {
  /// Whether the value is the one that its type begins with.
  fileprivate var isZero: Bool {
    switch self {
    case .null: true
    case .bool(let flag): !flag
    case .int(let number): number == 0
    case .uint(let number): number == 0
    case .double(let number): number == 0
    case .string(let text): text.isEmpty
    case .bytes(let bytes): bytes.isEmpty
    case .duration(let span): span == .zero
    case .opaque(let optional as OptionalValue): optional.value == nil
    default: ListView(self)?.count == 0 || MapView(self)?.count == 0
    }
  }
}
