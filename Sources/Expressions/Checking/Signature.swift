/// The types of one overload of a function or operator.
struct Signature: Sendable {
  let parameters: [ExpressionType]
  let result: ExpressionType

  init(_ parameters: [ExpressionType], _ result: ExpressionType) {
    self.parameters = parameters
    self.result = result
  }
}

/// The overloads of the operators (CEL language definition, "List of Standard Definitions").
struct OperatorSignatures: Sendable {
  private let table: [BinaryOperator: [Signature]]

  /// Fills the table, with overloads for two different number types where a host asks for them.
  init(mixedNumbers: Bool) {
    var table: [BinaryOperator: [Signature]] = [:]
    let numbers: [ExpressionType] = [.int, .uint, .double]
    for arithmetic in [BinaryOperator.add, .subtract, .multiply, .divide] {
      table[arithmetic] = numbers.map { Signature([$0, $0], $0) }
    }
    table[.remainder] = [Signature([.int, .int], .int), Signature([.uint, .uint], .uint)]
    table[.add]? += OperatorSignatures.additions
    table[.subtract]? += [
      Signature([.timestamp, .timestamp], .duration),
      Signature([.timestamp, .duration], .timestamp),
      Signature([.duration, .duration], .duration),
    ]
    let ordered: [ExpressionType] = numbers + [.bool, .string, .bytes, .timestamp, .duration]
    for order in [BinaryOperator.less, .lessOrEqual, .greater, .greaterOrEqual] {
      table[order] = ordered.map { Signature([$0, $0], .bool) }
    }
    let any = ExpressionType.parameter("A")
    for equality in [BinaryOperator.equal, .notEqual] {
      table[equality] = [Signature([any, any], .bool)]
    }
    table[.membership] = [
      Signature([any, .list(any)], .bool),
      Signature([any, .map(key: any, value: .parameter("B"))], .bool),
    ]
    if mixedNumbers { OperatorSignatures.addMixed(numbers, to: &table) }
    self.table = table
  }

  private static let additions: [Signature] = [
    Signature([.string, .string], .string),
    Signature([.bytes, .bytes], .bytes),
    Signature([.list(.parameter("A")), .list(.parameter("A"))], .list(.parameter("A"))),
    Signature([.timestamp, .duration], .timestamp),
    Signature([.duration, .timestamp], .timestamp),
    Signature([.duration, .duration], .duration),
  ]

  private static func addMixed(
    _ numbers: [ExpressionType], to table: inout [BinaryOperator: [Signature]]
  ) {
    for left in numbers {
      for right in numbers where left != right {
        let result: ExpressionType = left == .double || right == .double ? .double : .int
        for arithmetic in [BinaryOperator.add, .subtract, .multiply, .divide] {
          table[arithmetic]?.append(Signature([left, right], result))
        }
        for relation in [
          BinaryOperator.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual,
        ] {
          table[relation]?.append(Signature([left, right], .bool))
        }
        table[.membership]?.append(Signature([left, .list(right)], .bool))
        table[.membership]?.append(
          Signature([left, .map(key: right, value: .parameter("B"))], .bool))
      }
    }
  }

  subscript(_ binaryOperator: BinaryOperator) -> [Signature] { table[binaryOperator] ?? [] }
}
