import JSON

/// Reads a variable of the host.
final class VariableNode: Node {
  private let slot: Int

  init(slot: Int) {
    self.slot = slot
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    try evaluateLazily(&frame).resolved()
  }

  func evaluateLazily(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    try frame.budget.spend()
    return try frame.activation.value(slot: slot)
  }
}

/// Reads a macro's variable.
final class LocalNode: Node {
  private let place: Int

  init(_ place: Int) {
    self.place = place
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    try frame.locals[place].resolved()
  }

  func evaluateLazily(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    try frame.budget.spend()
    return try frame.locals[place].known()
  }
}

/// Names a field, and where it is found in opaque values.
struct FieldName: Sendable {
  let name: String
  /// Its position, if the opaque type is known.
  let index: Int?
  /// Its position in each type that has such a field, if the type is not known.
  let byType: [(type: String, index: Int)]

  func position(in value: any OpaqueValue) -> Int? {
    if let index { return index }
    let type = value.typeName
    return byType.first { $0.type == type }?.index
  }

  /// Selects the field of a map, a JSON object or an opaque value (CEL language definition, "Field Selection").
  func select(from operand: Value, _ budget: inout Budget) throws(EvaluationFailure) -> Value {
    try budget.spend()
    switch operand {
    case .json(let json):
      if let member = json[name] {
        try budget.spend(json.count / Budget.bytesPerUnit)
        return .json(member)
      }
      if json.isObject { throw missingKey }
    case .map(let map):
      guard let value = map[name] else { throw .error(.init(.noSuchKey, name)) }
      return try value.known()
    case .opaque(let optional as OptionalValue):
      return .opaque(
        try optional.reading { (value) throws(EvaluationFailure) in
          try select(from: value, &budget)
        })
    case .opaque(let value):
      guard let index = position(in: value) else { break }
      return try value.field(index)
    default: break
    }
    throw missing(in: operand)
  }

  /// Says whether the operand has the field: the macro `has()`.
  func isPresent(in operand: Value, _ budget: inout Budget) throws(EvaluationFailure) -> Bool {
    try budget.spend()
    switch operand {
    case .json(let json) where json.isObject:
      try budget.spend(json.count / Budget.bytesPerUnit)
      return json[name] != nil
    case .map(let map): return map[name] != nil
    case .opaque(let optional as OptionalValue):
      guard let value = optional.value else { return false }
      return try isPresent(in: value, &budget)
    case .opaque(let value):
      guard let index = position(in: value) else { break }
      return try value.hasField(index)
    default: break
    }
    throw missing(in: operand)
  }

  /// Apart from the way to a member that is there, which then needs no hold on the name.
  private var missingKey: EvaluationFailure {
    @inline(never) get { .error(.init(.noSuchKey, name)) }
  }

  @inline(never)
  private func missing(in operand: Value) -> EvaluationFailure {
    .error(.init(.noSuchField, "`\(name)` of a value of type `\(operand.typeName)`"))
  }
}

/// `operand.field`
final class FieldNode: Node {
  private let operand: any Node
  private let field: FieldName

  init(_ operand: any Node, _ field: FieldName) {
    self.operand = operand
    self.field = field
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    try evaluateLazily(&frame).resolved()
  }

  func evaluateLazily(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    try field.select(from: operand.evaluateLazily(&frame), &frame.budget)
  }
}

/// `variable.field`: the most frequent form of all.
final class VariableFieldNode: Node {
  private let slot: Int
  private let field: FieldName

  init(slot: Int, _ field: FieldName) {
    self.slot = slot
    self.field = field
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    try evaluateLazily(&frame).resolved()
  }

  func evaluateLazily(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    try frame.budget.spend()
    return try field.select(from: frame.activation.value(slot: slot), &frame.budget)
  }
}

/// `has(operand.field)`
final class PresenceNode: ConditionNode {
  private let operand: any Node
  private let field: FieldName

  init(_ operand: any Node, _ field: FieldName) {
    self.operand = operand
    self.field = field
  }

  func test(_ frame: inout Frame) throws(EvaluationFailure) -> Bool {
    try field.isPresent(in: operand.evaluateLazily(&frame), &frame.budget)
  }
}

/// Reads an element of a list or the value of a map's key.
final class IndexNode: Node {
  private let operand: any Node
  private let index: any Node

  init(_ operand: any Node, _ index: any Node) {
    self.operand = operand
    self.index = index
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    try evaluateLazily(&frame).resolved()
  }

  func evaluateLazily(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    let operand = try operand.evaluateLazily(&frame)
    let index = try index.evaluate(&frame)
    return try operand.element(at: index, &frame.budget)
  }
}

extension Value {
  /// The element of a list, or the value of a map's key; of an optional value the element of what is in it.
  func element(at index: Value, _ budget: inout Budget) throws(EvaluationFailure) -> Value {
    try budget.spend()
    if case .opaque(let optional as OptionalValue) = self {
      return .opaque(
        try optional.reading { (value) throws(EvaluationFailure) in
          try value.element(at: index, &budget)
        })
    }
    if let map = MapView(self) {
      try budget.spend(map.lookupCost)
      guard let value = map[index] else {
        throw .error(.init(.noSuchKey, MapKey(lookingUp: index)?.description ?? index.typeName))
      }
      return try value.known()
    }
    guard let list = ListView(self) else { throw .noOverload("_[_]", self, index) }
    guard case .integer(let position) = MapKey(lookingUp: index) else {
      throw .error(.init(.invalidArgument, "a list's index of type `\(index.typeName)`"))
    }
    // A JSON array is walked to its element.
    if case .json = self { try budget.spend(Int(clamping: position.magnitude) / 16) }
    guard let value = list[position] else {
      throw .error(.init(.indexOutOfRange, "`\(position)` of a list of \(list.count)"))
    }
    return try value.known()
  }
}
