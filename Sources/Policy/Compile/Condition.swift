import Expressions

/// A compiled condition: a reference, so that asking one copies none of it.
final class Condition: Sendable {
  let program: Program

  init(_ program: Program) { self.program = program }

  func ask(_ facts: any Activation) -> Holding {
    switch program.evaluate(facts) {
    case .value(.bool(let holds)): holds ? .yes : .no
    case .value(let value):
      .failed(EvaluationError(.noSuchOverload, "a condition of type `\(value.typeName)`"))
    case .error(let error): .failed(error)
    case .unknown(let names): .perhaps(names)
    }
  }
}
