/// One call of a function in an expression, and how its truth bears on the whole.
package struct CallSite: Sendable {
  /// Says how the truth of a part of a condition bears on the whole.
  package enum Sense: Sendable {
    /// The whole can only become true by it.
    case plain
    /// The whole can only become false by it.
    case negated
    /// It cannot be told, such as in a comparison.
    case mixed

    var opposite: Sense {
      switch self {
      case .plain: .negated
      case .negated: .plain
      case .mixed: .mixed
      }
    }
  }

  package let function: String
  /// Where the function's name stands in the source.
  package let range: SourceRange
  package let sense: Sense
  /// The arguments, a receiver first; nil for one that is not a literal.
  package let arguments: [Value?]
}
