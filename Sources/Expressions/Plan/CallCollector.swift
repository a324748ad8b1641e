/// Finds the calls of an expression with the sense in which each stands.
///
/// `&&`, `||`, `exists` and `all` keep the sense of what is in them and `!` turns it round; inside anything else it is
/// mixed.
struct CallCollector {
  private(set) var calls: [CallSite] = []
  private var planner: Planner

  init(_ planner: Planner) { self.planner = planner }

  mutating func collect(_ tree: Resolved, _ sense: CallSite.Sense = .plain) {
    switch tree.kind {
    case .constant, .variable, .local, .failing: break
    case .field(let operand, _, _), .presence(let operand, _, _), .unary(.negate, let operand):
      collect(operand, .mixed)
    case .unary(.not, let operand): collect(operand, sense.opposite)
    case .index(let left, let right), .binary(_, let left, let right):
      collect(left, .mixed)
      collect(right, .mixed)
    case .call(let call):
      calls.append(
        CallSite(
          function: call.function, range: call.nameRange, sense: sense,
          arguments: call.arguments.map { planner.plan($0).constant }))
      for argument in call.arguments { collect(argument, .mixed) }
    case .logical(_, let operands):
      for operand in operands { collect(operand, sense) }
    case .conditional(let condition, let then, let otherwise):
      for part in [condition, then, otherwise] { collect(part, .mixed) }
    case .list(let elements):
      for element in elements { collect(element, .mixed) }
    case .map(let entries):
      for entry in entries {
        collect(entry.key, .mixed)
        collect(entry.value, .mixed)
      }
    case .comprehension(let comprehension):
      let inner = comprehension.macro == .all || comprehension.macro == .exists ? sense : .mixed
      collect(comprehension.operand, .mixed)
      if let condition = comprehension.condition { collect(condition, .mixed) }
      collect(comprehension.body, inner)
    }
  }
}
