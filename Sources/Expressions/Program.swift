/// An expression, parsed, checked and compiled for one environment.
package struct Program: Sendable {
  /// The cost that an evaluation may spend unless the host says otherwise, in the units of `Budget`.
  package static let standardCostLimit = 100_000

  package let source: String
  /// The type of the result, as far as it can be known before evaluation.
  package let resultType: ExpressionType
  /// What the expression reads and calls, in the order of the source.
  package let references: [Reference]

  /// Compiles a source text; `expecting` demands a type of the result (`dyn` results are accepted and checked later).
  package init(
    _ source: String, in environment: Environment, expecting: ExpressionType? = nil
  ) throws(ExpressionErrors) {
    self.source = source
    resultType = .dyn
    references = []
  }

  /// Evaluates to a value, an error or, where the activation does not know enough, `unknown`.
  package func evaluate(
    _ activation: any Activation, costLimit: Int = Program.standardCostLimit
  ) -> Outcome {
    .value(.null)
  }
}
