/// A map of the expression language: keys are `bool`, `int`, `uint` or `string`, and keep the order they were given in.
package struct MapValue: Sendable {
  package private(set) var entries: [(key: Value, value: Value)] = []
  private var positions: [MapKey: Int] = [:]

  /// Makes an empty map.
  package init() {}

  /// Makes a map of names, of which the last of several equal ones counts.
  package init(_ members: some Sequence<(String, Value)>) {
    for (name, value) in members { set(.string(name), .text(name), value) }
  }

  package var count: Int { entries.count }

  /// The value of a key; numbers of all types that are equal are the same key.
  package subscript(_ key: Value) -> Value? {
    guard let key = MapKey(lookingUp: key), let position = positions[key] else { return nil }
    return entries[position].value
  }

  /// The value of a name.
  package subscript(_ name: String) -> Value? {
    positions[.text(name)].map { entries[$0].value }
  }

  /// Adds an entry; an error if the key is present or of a type that keys cannot have.
  mutating func insert(_ key: Value, _ value: Value) throws(EvaluationFailure) {
    guard let index = MapKey(key) else {
      throw .error(.init(.invalidArgument, "unsupported key type `\(key.typeName)`"))
    }
    guard positions[index] == nil else { throw .error(.init(.duplicateKey, "\(index)")) }
    set(key, index, value)
  }

  private mutating func set(_ key: Value, _ index: MapKey, _ value: Value) {
    if let position = positions[index] {
      entries[position].value = value
    } else {
      positions[index] = entries.count
      entries.append((key, value))
    }
  }
}
