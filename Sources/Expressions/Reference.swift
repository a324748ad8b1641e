/// One place where an expression reads a variable, or an attribute of one, or calls a function of the host.
package struct Reference: Sendable {
  package enum Kind: Sendable {
    /// A variable, or fields and literal keys below one, such as `args.path`.
    case attribute(Attribute)
    /// `has(a.b)`, or `"b" in a`.
    case presence(Attribute)
    /// A call of a function that the host declares.
    case call(Call)
  }

  /// A path of names from a variable.
  package struct Attribute: Sendable, Hashable {
    package let variable: String
    package let slot: Int
    package let path: [String]
  }

  /// A call, with those of its arguments that are literals.
  package struct Call: Sendable {
    package let function: String
    package let isReceiverStyle: Bool
    /// The attribute that the function is called on, if it is one.
    package let receiver: Attribute?
    /// The arguments after the receiver; nil for one that is not a literal.
    package let arguments: [Value?]
  }

  package let kind: Kind
  /// The source text of the reference.
  package let text: String
  /// Where the reference stands in the source.
  package let range: SourceRange
  /// Whether the place matters only where `has()` or `in` finds the attribute present.
  package let isGuarded: Bool
  /// The compiled reference; nil where it depends on a variable of a macro.
  let node: (any Node)?
  let localCount: Int

  /// Evaluates the reference alone; nil where it depends on a variable of a macro.
  package func evaluate(
    _ activation: any Activation, costLimit: Int = Program.standardCostLimit
  ) -> Outcome? {
    node.map {
      Program.outcome(of: $0, activation, localCount: localCount, costLimit: costLimit)
    }
  }
}

extension Reference.Attribute {
  func appending(_ name: String) -> Reference.Attribute {
    Reference.Attribute(variable: variable, slot: slot, path: path + [name])
  }
}
