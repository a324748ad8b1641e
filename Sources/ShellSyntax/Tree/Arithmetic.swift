extension ShellScript {
  /// An arithmetic text: what stands in `$((…))`, `((…))`, `[…]` or `${name:…}`.
  package struct Arithmetic: Sendable {
    /// Without its brackets.
    package let range: ByteRange
    /// The text as the shell expands it first, like a text in double quotes.
    package let parts: Run<WordPart>
    /// The expression; nil where it is empty, or only the expanded text can tell what it is.
    package let root: Place<ArithmeticNode>?
  }

  /// One node of an arithmetic expression; operators as in C, on 64 bits with wrap-around.
  package enum ArithmeticNode: Sendable {
    /// Decimal, `0` octal, `0x`, or `base#digits`.
    case number(Int64, ByteRange)
    /// A variable, whose value is itself an expression.
    case variable(ByteRange, Subscript?)
    /// An expansion that stands between operators, such as `$x` or `$(…)`.
    ///
    /// The shell puts its text into the expression before it reads that: unless the text is a
    /// number, the tree is not the one that the shell sees.
    case expansion(Place<WordPart>)
    case unary(Unary, Place<ArithmeticNode>)
    case binary(Binary, Place<ArithmeticNode>, Place<ArithmeticNode>)
    /// `=`, or with an operator `+=` and its like; the target is a variable.
    case assign(Binary?, target: Place<ArithmeticNode>, Place<ArithmeticNode>)
    /// `++` and `--`; the target is a variable.
    case step(by: Int64, isPrefix: Bool, target: Place<ArithmeticNode>)
    /// `condition ? yes : no`
    case choice(Place<ArithmeticNode>, Place<ArithmeticNode>, Place<ArithmeticNode>)

    package enum Unary: Sendable { case plus, minus, not, complement }

    package enum Binary: Sendable {
      case power, multiply, divide, remainder, add, subtract, shiftLeft, shiftRight
      case less, lessOrEqual, greater, greaterOrEqual, equal, unequal
      case bitAnd, bitXor, bitOr, and, or, comma
    }
  }
}
