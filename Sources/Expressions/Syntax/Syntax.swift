/// A node of the syntax tree, with macros already expanded.
struct Syntax: Sendable {
  let kind: Kind
  let range: SourceRange
  /// How many levels of nodes there are from here down.
  let depth: Int

  indirect enum Kind: Sendable {
    case literal(Value)
    /// A name; a leading dot looks it up among the environment's variables only.
    case identifier(String, isRooted: Bool)
    case select(Syntax, field: String)
    /// `has(operand.field)`
    case presence(Syntax, field: String)
    case index(Syntax, Syntax)
    case call(Call)
    case unary(UnaryOperator, Syntax)
    case binary(BinaryOperator, Syntax, Syntax)
    /// `&&` or `||` over two or more operands.
    case logical(LogicalOperator, [Syntax])
    case conditional(Syntax, Syntax, Syntax)
    case list([Syntax])
    case map([(key: Syntax, value: Syntax)])
    case comprehension(Comprehension)
  }

  struct Call: Sendable {
    let function: String
    /// Where the function's name stands.
    let nameRange: SourceRange
    let receiver: Syntax?
    let arguments: [Syntax]
  }

  /// A macro that runs an expression for each element of a list or key of a map.
  struct Comprehension: Sendable {
    let macro: ComprehensionMacro
    let operand: Syntax
    /// One name for the element or key; two for index and element, or key and value.
    let variables: [String]
    let condition: Syntax?
    let body: Syntax
  }
}

enum UnaryOperator: String, Sendable {
  case not = "!_"
  case negate = "-_"
}

enum LogicalOperator: String, Sendable {
  case and = "_&&_"
  case or = "_||_"
}

enum BinaryOperator: String, Sendable {
  case add = "_+_"
  case subtract = "_-_"
  case multiply = "_*_"
  case divide = "_/_"
  case remainder = "_%_"
  case equal = "_==_"
  case notEqual = "_!=_"
  case less = "_<_"
  case lessOrEqual = "_<=_"
  case greater = "_>_"
  case greaterOrEqual = "_>=_"
  case membership = "@in"
}

/// The macros over elements (CEL language definition, "Macros", and the two-variable forms of its extension).
enum ComprehensionMacro: String, Sendable {
  case all, exists, existsOne, map, filter
  case transformList, transformMap
}
