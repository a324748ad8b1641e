import JSON

/// A list of either form: of values, or a JSON array read element by element.
struct ListView: Sequence {
  private enum Form {
    case values([Value])
    case json(JSONValue)
  }

  private let form: Form

  /// Takes a list; nil for a value of another type.
  init?(_ value: Value) {
    switch value {
    case .list(let values): form = .values(values)
    case .json(let json) where json.isArray: form = .json(json)
    default: return nil
    }
  }

  var count: Int {
    switch form {
    case .values(let values): values.count
    case .json(let json): json.count
    }
  }

  /// The element at a position from 0; JSON scalars are as yet unread.
  subscript(_ index: Int64) -> Value? {
    guard index >= 0, index < count else { return nil }
    switch form {
    case .values(let values): return values[Int(index)]
    case .json(let json): return json[Int(index)].map(Value.json)
    }
  }

  enum Iterator: IteratorProtocol {
    case values(IndexingIterator<[Value]>)
    case json(JSONValue.Elements.Iterator)

    mutating func next() -> Value? {
      switch self {
      case .values(var values):
        defer { self = .values(values) }
        return values.next()
      case .json(var elements):
        defer { self = .json(elements) }
        return elements.next().map(Value.json)
      }
    }
  }

  func makeIterator() -> Iterator {
    switch form {
    case .values(let values): .values(values.makeIterator())
    case .json(let json): .json(json.elements.makeIterator())
    }
  }
}

/// A map of either form: of values, or a JSON object.
struct MapView {
  private enum Form {
    case values(MapValue)
    case json(JSONValue)
  }

  private let form: Form

  /// Takes a map; nil for a value of another type.
  init?(_ value: Value) {
    switch value {
    case .map(let values): form = .values(values)
    case .json(let json) where json.isObject: form = .json(json)
    default: return nil
    }
  }

  var count: Int {
    switch form {
    case .values(let values): values.count
    case .json(let json): json.count
    }
  }

  /// What it costs to look a key up, beyond a step.
  var lookupCost: Int {
    switch form {
    case .values: 0
    case .json(let json): json.count / Budget.bytesPerUnit
    }
  }

  /// The value of a key; a JSON scalar is as yet unread.
  subscript(_ key: Value) -> Value? {
    switch form {
    case .values(let values): return values[key]
    case .json(let json):
      guard case .string(let name) = key else { return nil }
      return json[name].map(Value.json)
    }
  }

  /// All entries; JSON scalars are as yet unread.
  var entries: [(key: Value, value: Value)] {
    switch form {
    case .values(let values): values.entries
    case .json(let json): json.members.map { (key: .string($0.key), value: .json($0.value)) }
    }
  }
}

extension JSONValue {
  // These match rather than compare, which would call the comparison of another module.

  var isObject: Bool { if case .object = kind { true } else { false } }

  var isArray: Bool { if case .array = kind { true } else { false } }

  var isString: Bool { if case .string = kind { true } else { false } }

  /// Whether it is an array or an object.
  var isContainer: Bool { isArray || isObject }
}
