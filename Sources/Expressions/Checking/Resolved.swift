/// A node whose names are resolved and whose type is known as far as it can be.
struct Resolved: Sendable {
  let kind: Kind
  let type: ExpressionType
  let range: SourceRange

  indirect enum Kind: Sendable {
    case constant(Value)
    case variable(slot: Int, name: String)
    /// A macro's variable, by its place in the frame.
    case local(Int)
    /// `index` is the field's position in an opaque type, where the operand's type is known.
    case field(Resolved, name: String, index: Int?)
    case presence(Resolved, name: String, index: Int?)
    case index(Resolved, Resolved)
    case call(Call)
    case unary(UnaryOperator, Resolved)
    case binary(BinaryOperator, Resolved, Resolved)
    case logical(LogicalOperator, [Resolved])
    case conditional(Resolved, Resolved, Resolved)
    case list([Resolved])
    case map([(key: Resolved, value: Resolved)])
    case comprehension(Comprehension)
    /// What cannot be evaluated, in a program whose types are not checked.
    case failing(EvaluationError)
  }

  struct Call: Sendable {
    let function: String
    /// Where the function's name stands.
    let nameRange: SourceRange
    let isReceiverStyle: Bool
    /// The overloads that may fit.
    let candidates: [Function]
    /// The arguments; a receiver is the first.
    let arguments: [Resolved]
  }

  struct Comprehension: Sendable {
    let macro: ComprehensionMacro
    let operand: Resolved
    /// The places of the macro's one or two variables in the frame.
    let locals: [Int]
    let condition: Resolved?
    let body: Resolved
  }
}
