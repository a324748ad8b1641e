import JSON

extension SchemaValidator {
  mutating func askArray(
    _ keyword: SchemaKeyword, _ value: JSONValue, _ marks: inout Marks
  ) -> Bool {
    switch keyword {
    case .prefixItems(let nodes):
      for (index, (element, node)) in zip(value.elements, nodes).enumerated() {
        guard check(node, element, element: index) else { return false }
        marks?[index] = true
      }
      return true
    case .items(let first, let node):
      for (index, element) in value.elements.enumerated() where index >= first {
        guard spend(1), check(node, element, element: index) else { return false }
        marks?[index] = true
      }
      return true
    case .contains(let node, let count, let isMarking):
      return askContains(node, count, isMarking, value, &marks)
    case .itemCount(let range): return askCount(value.count, range, "elements")
    case .uniqueItems: return askUnique(value)
    case .unevaluatedItems(let node):
      for (index, element) in value.elements.enumerated() where marks?[index] != true {
        guard spend(1), check(node, element, element: index) else { return false }
        marks?[index] = true
      }
      return true
    default: return true
    }
  }

  private mutating func askContains(
    _ node: Int, _ count: ClosedRange<Int>, _ isMarking: Bool, _ value: JSONValue,
    _ marks: inout Marks
  ) -> Bool {
    var found = 0
    for (index, element) in value.elements.enumerated() {
      var none: Marks = nil
      guard spend(1) else { return false }
      guard tries(node, element, &none) else { continue }
      found += 1
      if isMarking { marks?[index] = true }
    }
    return askCount(found, count, "elements that fit")
  }

  /// Compares elements that share a canonical text, so that a long list costs no square.
  private mutating func askUnique(_ value: JSONValue) -> Bool {
    guard value.count > 1 else { return true }
    var known: [[UInt8]: [JSONValue]] = [:]
    for element in value.elements {
      guard spend(1 + element.byteRange.count / 64) else { return false }
      // Numbers beyond the doubles have no canonical text, and are compared with one another.
      let key = (try? CanonicalJSON.bytes(of: element)) ?? []
      let others = known[key] ?? []
      guard spend(others.count) else { return false }
      if others.contains(element) { return fail("has an element twice") }
      known[key] = others + [element]
    }
    return true
  }
}
