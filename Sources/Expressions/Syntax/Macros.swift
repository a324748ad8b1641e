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

  /// Expands `range.all(x, condition)` and its like; nil for a call that is no macro.
  static func expandComprehension(
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

  private static func macro(named name: String) -> ComprehensionMacro? {
    name == "exists_one" ? .existsOne : ComprehensionMacro(rawValue: name)
  }
}
