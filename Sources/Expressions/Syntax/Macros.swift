/// Recognises the macros of the language among calls.
enum Macros {
  /// Expands `has(a.b)`; nil for any other call.
  static func expandPresence(
    _ function: String, _ arguments: [Syntax], nameAt offset: Int
  ) throws(SyntaxError) -> Syntax.Kind? {
    guard function == "has", arguments.count == 1 else { return nil }
    guard case .select(let operand, let field) = arguments[0].kind else {
      throw SyntaxError(
        offset, "`has()` needs a field, such as `has(a.b)`",
        hint: "write `\"key\" in a` to ask for a key")
    }
    return .presence(operand, field: field)
  }

  /// Expands a macro that is called on something; nil for a call that is no macro.
  static func expandMember(
    _ function: String, _ operand: Syntax, _ arguments: [Syntax]
  ) throws(SyntaxError) -> Syntax.Kind? {
    if let kind = try expandComprehension(function, operand, arguments) { return kind }
    return try expandBinding(function, operand, arguments)
  }

  /// Expands `range.all(x, condition)` and its like.
  private static func expandComprehension(
    _ function: String, _ operand: Syntax, _ arguments: [Syntax]
  ) throws(SyntaxError) -> Syntax.Kind? {
    guard let macro = macro(named: function) else { return nil }
    let variableCount: Int
    switch (macro, arguments.count) {
    case (.all, 2), (.exists, 2), (.existsOne, 2), (.filter, 2), (.map, 2), (.map, 3):
      variableCount = 1
    case (.all, 3), (.exists, 3), (.existsOne, 3), (.transformList, 3), (.transformMap, 3),
      (.transformList, 4), (.transformMap, 4):
      variableCount = 2
    default: return nil
    }
    var variables: [String] = []
    for argument in arguments.prefix(variableCount) {
      guard case .identifier(let name, isRooted: false) = argument.kind else {
        throw SyntaxError(
          argument.range.start, "`\(function)()` needs a name for the element first",
          hint: "write `list.\(function)(x, …)`")
      }
      guard !variables.contains(name) else {
        throw SyntaxError(argument.range.start, "`\(name)` names two variables of one macro")
      }
      variables.append(name)
    }
    let rest = arguments.dropFirst(variableCount)
    guard let body = rest.last else { return nil }
    return .comprehension(
      Syntax.Comprehension(
        macro: macro, operand: operand, variables: variables,
        condition: rest.count == 2 ? rest.first : nil, body: body))
  }

  /// Expands `cel.bind(x, value, …)`, `o.optMap(x, …)` and `o.optFlatMap(x, …)`.
  ///
  /// A name is bound by running over a list of one value. What an optional value is bound to cannot be written.
  private static func expandBinding(
    _ function: String, _ operand: Syntax, _ arguments: [Syntax]
  ) throws(SyntaxError) -> Syntax.Kind? {
    switch (function, arguments.count) {
    case ("bind", 3):
      guard case .identifier("cel", _) = operand.kind else { return nil }
      return binding(
        try name(in: arguments[0], of: "cel.bind"), of: arguments[1], in: arguments[2])
    case ("optMap", 2), ("optFlatMap", 2):
      let name = try name(in: arguments[0], of: function)
      let hidden = "@optional"
      func node(_ kind: Syntax.Kind) -> Syntax {
        Syntax(kind: kind, range: operand.range, depth: arguments[1].depth + 1)
      }
      func call(_ function: String, on receiver: Syntax?, _ arguments: [Syntax] = []) -> Syntax {
        node(
          .call(
            Syntax.Call(
              function: function, nameRange: operand.range, receiver: receiver,
              arguments: arguments)))
      }
      let optional = node(.identifier(hidden, isRooted: false))
      let mapped = node(
        binding(name, of: call("value", on: optional), in: arguments[1]))
      let present = function == "optMap" ? call("optional.of", on: nil, [mapped]) : mapped
      let body = node(
        .conditional(
          call("hasValue", on: optional), present, call("optional.none", on: nil)))
      return binding(hidden, of: operand, in: body)
    default: return nil
    }
  }

  private static func name(in argument: Syntax, of macro: String) throws(SyntaxError) -> String {
    guard case .identifier(let name, isRooted: false) = argument.kind else {
      throw SyntaxError(argument.range.start, "`\(macro)()` needs a name for the value first")
    }
    return name
  }

  private static func binding(_ name: String, of value: Syntax, in body: Syntax) -> Syntax.Kind {
    func node(_ kind: Syntax.Kind, _ depth: Int) -> Syntax {
      Syntax(kind: kind, range: body.range, depth: depth)
    }
    let list = node(.list([value]), value.depth + 1)
    let depth = max(list.depth, body.depth) + 1
    let results = node(
      .comprehension(
        Syntax.Comprehension(
          macro: .map, operand: list, variables: [name], condition: nil, body: body)),
      depth)
    return .index(results, node(.literal(.int(0)), 1))
  }

  private static func macro(named name: String) -> ComprehensionMacro? {
    name == "exists_one" ? .existsOne : ComprehensionMacro(rawValue: name)
  }
}
