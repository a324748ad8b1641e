/// `[a, b, …]`
final class ListNode: Node {
  private let elements: [any Node]

  init(_ elements: [any Node]) {
    self.elements = elements
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    try frame.budget.spend(elements.count)
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    for element in elements { values.append(try element.evaluate(&frame)) }
    return .list(values)
  }
}

/// `{key: value, …}`
final class MapNode: Node {
  private let entries: [(key: any Node, value: any Node)]

  init(_ entries: [(key: any Node, value: any Node)]) {
    self.entries = entries
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationFailure) -> Value {
    try frame.budget.spend(entries.count)
    var map = MapValue()
    for (key, value) in entries {
      try map.insert(key.evaluate(&frame), value.evaluate(&frame))
    }
    return .map(map)
  }
}
