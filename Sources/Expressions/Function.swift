/// One overload of a function: its name, types and code.
package struct Function: Sendable {
  /// The code of a function, by its number of arguments (a receiver is the first); host code is total: it checks what it
  /// is given and throws `no_such_overload` for values it does not expect.
  package enum Body: Sendable {
    case unary(@Sendable (Value, inout Budget) throws(EvaluationFailure) -> Value)
    case binary(@Sendable (Value, Value, inout Budget) throws(EvaluationFailure) -> Value)
    case variadic(@Sendable ([Value], inout Budget) throws(EvaluationFailure) -> Value)
  }

  /// Rejects a literal argument while a program is loaded.
  package struct LiteralError: Error, Sendable {
    /// The argument's position; a receiver is 0.
    package let argument: Int
    package let message: String
    package let hint: String?

    package init(argument: Int, _ message: String, hint: String? = nil) {
      self.argument = argument
      self.message = message
      self.hint = hint
    }
  }

  /// Makes a body for a call whose arguments are partly literals (nil: not a literal), so that patterns, durations and
  /// the like are read once; nil keeps the general body.
  package typealias Preparation =
    @Sendable (_ literals: [Value?]) throws(LiteralError) -> Body?

  package let name: String
  /// Whether the function is called as `a.f(b)` rather than `f(a, b)`.
  package let isReceiverStyle: Bool
  /// The types of the arguments; a receiver is the first.
  package let parameters: [ExpressionType]
  package let result: ExpressionType
  let body: Body
  let preparation: Preparation?
  /// Whether the evaluator compares the arguments' types with the parameters before it calls the body.
  let checksArguments: Bool

  /// Declares a function called as `name(arguments)`.
  package init(
    _ name: String, _ parameters: [ExpressionType], returns result: ExpressionType, _ body: Body,
    prepare: Preparation? = nil
  ) {
    self.init(
      name, isReceiverStyle: false, parameters, result, body, prepare, checksArguments: true)
  }

  /// Declares a function called as `receiver.name(arguments)`.
  package init(
    _ name: String, on receiver: ExpressionType, _ parameters: [ExpressionType] = [],
    returns result: ExpressionType, _ body: Body, prepare: Preparation? = nil
  ) {
    self.init(
      name, isReceiverStyle: true, [receiver] + parameters, result, body, prepare,
      checksArguments: true)
  }

  init(
    _ name: String, isReceiverStyle: Bool, _ parameters: [ExpressionType],
    _ result: ExpressionType, _ body: Body, _ preparation: Preparation?, checksArguments: Bool
  ) {
    precondition(body.takes(parameters.count), "`\(name)` is declared with other arguments")
    self.name = name
    self.isReceiverStyle = isReceiverStyle
    self.parameters = parameters
    self.result = result
    self.body = body
    self.preparation = preparation
    self.checksArguments = checksArguments
  }
}

extension Function.Body {
  /// Says whether the body can be called with so many arguments.
  func takes(_ count: Int) -> Bool {
    switch self {
    case .unary: count == 1
    case .binary: count == 2
    case .variadic: true
    }
  }
}

extension EvaluationFailure {
  /// Says that a function has no overload for the values it was given.
  package static func noOverload(_ function: String, _ arguments: Value...) -> EvaluationFailure {
    noOverload(function, arguments)
  }

  static func noOverload(_ function: String, _ arguments: [Value]) -> EvaluationFailure {
    let types = arguments.map(\.typeName).joined(separator: ", ")
    return .error(.init(.noSuchOverload, "`\(function)` applied to (\(types))"))
  }
}
