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
    return frame.locals[place]
  }
}

/// Where a field is found in opaque values: by its position if the type is known, else by the type's name.
struct OpaqueField: Sendable {
  let index: Int?
  let byType: [(type: String, index: Int)]

  func position(in value: any OpaqueValue) -> Int? {
    if let index { return index }
    let type = value.typeName
    return byType.first { $0.type == type }?.index
  }
}

/// Selects a field of a map, a JSON object or an opaque value (CEL language definition, "Field Selection").
final class FieldNode: Node {
  private let operand: any Node
  private let name: String
  private let opaque: OpaqueField

  init(_ operand: any Node, _ name: String, _ opaque: OpaqueField) {
    self.operand = operand
    self.name = name
    self.opaque = opaque
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    try evaluateLazily(&frame).resolved()
  }

  func evaluateLazily(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    let operand = try operand.evaluateLazily(&frame)
    try frame.budget.spend()
    switch operand {
    case .json(let json):
      if let member = json[name] {
        try frame.budget.spend(json.count / Budget.bytesPerUnit)
        return .json(member)
      }
      if json.isObject { throw .error(.init(.noSuchKey, name)) }
    case .map(let map):
      guard let value = map[name] else { throw .error(.init(.noSuchKey, name)) }
      return value
    case .opaque(let value):
      guard let index = opaque.position(in: value) else { break }
      return try value.field(index)
    default: break
    }
    throw .noField(name, operand)
  }
}

/// Tests for a field: the macro `has()`.
final class PresenceNode: ConditionNode {
  private let operand: any Node
  private let name: String
  private let opaque: OpaqueField

  init(_ operand: any Node, _ name: String, _ opaque: OpaqueField) {
    self.operand = operand
    self.name = name
    self.opaque = opaque
  }

  func test(_ frame: inout Frame) throws(EvaluationFailure) -> Bool {
    let operand = try operand.evaluateLazily(&frame)
    try frame.budget.spend()
    switch operand {
    case .json(let json) where json.isObject:
      try frame.budget.spend(json.count / Budget.bytesPerUnit)
      return json[name] != nil
    case .map(let map): return map[name] != nil
    case .opaque(let value):
      guard let index = opaque.position(in: value) else { break }
      return try value.hasField(index)
    default: break
    }
    throw .noField(name, operand)
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
    try frame.budget.spend()
    if let map = MapView(operand) {
      try frame.budget.spend(map.lookupCost)
      guard let value = map[index] else {
        throw .error(.init(.noSuchKey, MapKey(lookingUp: index)?.description ?? index.typeName))
      }
      return value
    }
    guard let list = ListView(operand) else { throw .noOverload("_[_]", operand, index) }
    guard case .integer(let position) = MapKey(lookingUp: index) else {
      throw .error(.init(.invalidArgument, "a list's index of type `\(index.typeName)`"))
    }
    // A JSON array is walked to its element.
    if case .json = operand { try frame.budget.spend(Int(clamping: position.magnitude) / 16) }
    guard let value = list[position] else {
      throw .error(.init(.indexOutOfRange, "`\(position)` of a list of \(list.count)"))
    }
    return value
  }
}

extension EvaluationFailure {
  fileprivate static func noField(_ name: String, _ operand: Value) -> EvaluationFailure {
    .error(.init(.noSuchField, "`\(name)` of a value of type `\(operand.typeName)`"))
  }
}
