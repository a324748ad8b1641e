import JSON

/// A value in a call's arguments, and the JSON pointer (RFC 6901) to it.
struct ArgumentValue {
  let pointer: String
  let value: JSONValue
}

/// Finds the values that a description speaks of.
enum ArgumentPlaces {
  /// How many values of one call are looked at, and how deep.
  static let maximumCount = 1_000
  static let maximumDepth = 8

  /// Why there may be more than was looked at.
  static let tooMany = "more values than \(maximumCount) are not looked at"

  /// The values at a place, member names and `*` for every element or member, and whether those are all.
  static func values(
    at place: [String], in arguments: JSONValue
  ) -> (values: [ArgumentValue], isComplete: Bool) {
    var found = [ArgumentValue(pointer: "", value: arguments)]
    var isComplete = true
    for step in place {
      found = found.flatMap { outer -> [ArgumentValue] in
        if step == "*" { return children(of: outer) }
        guard let value = outer.value[step] else { return [] }
        return [
          ArgumentValue(pointer: JSONPointer.appending(step, to: outer.pointer), value: value)
        ]
      }
      guard found.count > maximumCount else { continue }
      found.removeLast(found.count - maximumCount)
      isComplete = false
    }
    return (found, isComplete)
  }

  /// Every value that is no list or object, with the name of the member that holds it, and whether those are all.
  static func scalars(
    in arguments: JSONValue
  ) -> (values: [(name: String, value: ArgumentValue)], isComplete: Bool) {
    var found: [(name: String, value: ArgumentValue)] = []
    var queue = [(name: "", value: ArgumentValue(pointer: "", value: arguments), depth: 0)]
    while let next = queue.popLast(), found.count < maximumCount {
      switch next.value.value.kind {
      case .object where next.depth < maximumDepth:
        for (key, value) in next.value.value.members {
          let pointer = JSONPointer.appending(key, to: next.value.pointer)
          queue.append((key, ArgumentValue(pointer: pointer, value: value), next.depth + 1))
        }
      case .array where next.depth < maximumDepth:
        // The elements of a list are what the list is called.
        for child in children(of: next.value) { queue.append((next.name, child, next.depth + 1)) }
      default: found.append((next.name, next.value))
      }
    }
    return (found, queue.isEmpty)
  }

  private static func children(of outer: ArgumentValue) -> [ArgumentValue] {
    switch outer.value.kind {
    case .object:
      outer.value.members.map { key, value in
        ArgumentValue(pointer: JSONPointer.appending(key, to: outer.pointer), value: value)
      }
    case .array:
      outer.value.elements.enumerated().map { index, value in
        ArgumentValue(pointer: "\(outer.pointer)/\(index)", value: value)
      }
    default: []
    }
  }
}
