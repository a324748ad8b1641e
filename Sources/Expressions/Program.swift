/// An expression, parsed, checked and compiled for one environment.
package struct Program: Sendable {
  /// The cost that an evaluation may spend unless the host says otherwise, in the units of `Budget`.
  package static let standardCostLimit = 100_000

  /// The type of the result, as far as it can be known before evaluation.
  package let resultType: ExpressionType
  /// What the expression reads and calls, in the order of the source.
  package let references: [Reference]
  /// Every call, of the standard functions too, in the order of the source.
  package let calls: [CallSite]
  private let root: any Node
  private let localCount: Int

  /// Compiles a source text; `expecting` demands a type of the result, if need be when it is evaluated.
  package init(
    _ source: String, in environment: Environment, expecting: ExpressionType? = nil
  ) throws(ExpressionErrors) {
    let bytes = Array(source.utf8)
    let syntax: Syntax
    do {
      syntax = try Parser.parse(bytes, limits: environment.limits)
    } catch {
      throw ExpressionErrors(errors: [error.located(in: bytes)])
    }
    var checker = Checker(environment)
    let tree = checker.check(syntax)
    if let expecting { checker.demand(expecting, of: tree, for: "this place") }
    try Program.reject(checker.errors, in: bytes)
    var planner = Planner(environment)
    let root = planner.plan(tree)
    try Program.reject(planner.errors, in: bytes)
    var collector = ReferenceCollector(bytes, localCount: checker.localCount, planner)
    collector.collect(tree)
    var callCollector = CallCollector(planner)
    callCollector.collect(tree)

    resultType = checker.types.finished(tree.type)
    references = collector.references
    calls = callCollector.calls
    localCount = checker.localCount
    self.root =
      if let expecting, expecting != resultType { ExpectedTypeNode(root, expecting) } else { root }
  }

  /// The value of an expression that has the same one whatever the variables are; nil for any other.
  package var constant: Value? { root.constant }

  private static func reject(
    _ errors: [SyntaxError], in source: [UInt8]
  ) throws(ExpressionErrors) {
    guard !errors.isEmpty else { return }
    let sorted = errors.sorted { $0.offset < $1.offset }
    throw ExpressionErrors(errors: sorted.map { $0.located(in: source) })
  }

  /// Evaluates to a value, an error or, where the activation does not know enough, `unknown`.
  ///
  /// JSON arrays and objects in the result are left unread.
  package func evaluate(
    _ activation: any Activation, costLimit: Int = Program.standardCostLimit
  ) -> Outcome {
    Program.outcome(of: root, activation, localCount: localCount, costLimit: costLimit)
  }

  static func outcome(
    of node: any Node, _ activation: any Activation, localCount: Int, costLimit: Int
  ) -> Outcome {
    var frame = Frame(activation, localCount: localCount, costLimit: costLimit)
    do {
      return .value(try node.evaluate(&frame))
    } catch {
      switch error {
      case .error(let error): return .error(error)
      case .unknown(let names): return .unknown(names)
      }
    }
  }
}
