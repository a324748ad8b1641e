extension ShellScript {
  /// One node of the expression in `[[ … ]]`.
  package enum TestNode: Sendable {
    /// True where the word expands to something.
    case word(Word)
    /// `-f word`; the operator with its dash.
    case unary(ByteRange, Word)
    /// `left == right`, `left -nt right`, `left < right`; the operator as written.
    ///
    /// The right side of `=`, `==` and `!=` is a pattern, that of `=~` a regular expression.
    case binary(ByteRange, Word, Word)
    case not(Place<TestNode>)
    case and(Place<TestNode>, Place<TestNode>)
    case or(Place<TestNode>, Place<TestNode>)
  }
}
