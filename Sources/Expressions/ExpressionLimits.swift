/// Bounds what a source text may ask of the parser, the checker and the evaluator.
package struct ExpressionLimits: Sendable {
  /// The longest source text, in bytes of UTF-8.
  package var sourceLength = 32_768
  /// How deep operations may be nested; chains of `&&` or `||` count once. The definition asks for at least 32.
  ///
  /// A level takes about 3 KB of stack while a text is parsed, four times that in debug builds.
  package var depth = 64
  /// The most elements of a list, map or argument list, or operands of one chain of `&&` or `||`, in the source. The definition asks for at least 32.
  package var elements = 4_096

  package static let standard = ExpressionLimits()

  package init() {}
}
