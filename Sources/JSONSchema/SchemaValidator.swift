import JSON

/// Asks the keywords of a schema about one value, and stops at the first that it breaks.
struct SchemaValidator {
  /// How much one value may cost: keywords asked, members and elements looked at, 64 bytes of text each.
  static let maximumSteps = 200_000
  /// How many schemas may be asked inside one another.
  static let maximumDepth = 256

  /// Which members or elements of a value some keyword has looked at; nil where nobody asks.
  typealias Marks = [Bool]?

  private enum Step {
    case member(String)
    case element(Int)
  }

  let schema: JSONSchema
  private var steps = 0
  private var depth = 0
  /// How many keywords deep failures are expected, so that none needs words.
  private var quiet = 0
  private var path: [Step] = []
  private var scope: [Int] = []
  private var found: JSONSchemaViolation?
  /// Whether steps or depth ran out: nothing that was asked since counts.
  private var isExhausted = false

  init(_ schema: JSONSchema) { self.schema = schema }

  mutating func violation(in value: JSONValue) -> JSONSchemaViolation? {
    var marks: Marks = nil
    let fits = check(schema.root, value, &marks)
    if isExhausted {
      return JSONSchemaViolation(
        pointer: "", message: "the arguments cost too much to be held against their schema")
    }
    if fits { return nil }
    return found ?? JSONSchemaViolation(pointer: "", message: "does not fit the schema")
  }

  // MARK: Bounds and words

  /// Spends steps; false where none are left.
  mutating func spend(_ count: Int) -> Bool {
    steps += count
    if steps > Self.maximumSteps { isExhausted = true }
    return !isExhausted
  }

  /// Notes why the value breaks the schema, if nothing was noted before; gives false.
  mutating func fail(_ message: @autoclosure () -> String) -> Bool {
    guard quiet == 0, found == nil else { return false }
    var pointer = ""
    for step in path {
      switch step {
      case .member(let name): pointer = JSONPointer.appending(name, to: pointer)
      case .element(let index): pointer += "/\(index)"
      }
    }
    found = JSONSchemaViolation(pointer: pointer, message: message())
    return false
  }

  /// Asks whether a value fits without saying why not; marks count only if it does.
  mutating func tries(_ node: Int, _ value: JSONValue, _ marks: inout Marks) -> Bool {
    quiet += 1
    defer { quiet -= 1 }
    var own = marks
    guard check(node, value, &own) else { return false }
    marks = own
    return true
  }

  /// Asks about a member, whose own members are nobody else's concern.
  mutating func check(_ node: Int, _ value: JSONValue, member name: String) -> Bool {
    path.append(.member(name))
    defer { path.removeLast() }
    var marks: Marks = nil
    return check(node, value, &marks)
  }

  mutating func check(_ node: Int, _ value: JSONValue, element index: Int) -> Bool {
    path.append(.element(index))
    defer { path.removeLast() }
    var marks: Marks = nil
    return check(node, value, &marks)
  }

  // MARK: Schemas

  /// Asks all keywords of a schema.
  mutating func check(_ node: Int, _ value: JSONValue, _ marks: inout Marks) -> Bool {
    guard depth < Self.maximumDepth else {
      isExhausted = true
      return false
    }
    depth += 1
    let node = schema.nodes[node]
    let isNewScope = scope.last != node.resource
    if isNewScope { scope.append(node.resource) }
    defer {
      depth -= 1
      if isNewScope { scope.removeLast() }
    }
    guard schema.tracks, node.keywords.contains(where: \.asksForMarks) else {
      return ask(node.keywords, value, &marks)
    }
    // The keyword asks what this schema has looked at, not what those around it have.
    var own: Marks = Array(repeating: false, count: value.count)
    guard ask(node.keywords, value, &own) else { return false }
    for (index, isMarked) in (own ?? []).enumerated() where isMarked { marks?[index] = true }
    return true
  }

  private mutating func ask(
    _ keywords: [SchemaKeyword], _ value: JSONValue, _ marks: inout Marks
  ) -> Bool {
    for keyword in keywords {
      guard spend(1), ask(keyword, value, &marks) else { return false }
    }
    return true
  }

  private mutating func ask(
    _ keyword: SchemaKeyword, _ value: JSONValue, _ marks: inout Marks
  ) -> Bool {
    switch keyword {
    case .never: fail("is not allowed here")
    case .reference(let node): check(node, value, &marks)
    case .dynamicReference(let name, let fallback):
      check(dynamic(name) ?? fallback, value, &marks)
    case .types, .values, .multiple, .minimum, .maximum, .length, .pattern:
      askScalar(keyword, value)
    case .prefixItems, .items, .contains, .itemCount, .uniqueItems, .unevaluatedItems:
      value.kind != .array || askArray(keyword, value, &marks)
    case .members, .required, .memberCount, .propertyNames, .dependentRequired, .dependentSchemas,
      .unevaluatedProperties:
      value.kind != .object || askObject(keyword, value, &marks)
    case .allOf, .anyOf, .oneOf, .not, .condition: askCombination(keyword, value, &marks)
    }
  }

  /// The schema of a name in the outermost resource that has one.
  private func dynamic(_ name: String) -> Int? {
    scope.lazy.compactMap { schema.resources[$0].dynamicAnchors[name] }.first
  }

  private mutating func askCombination(
    _ keyword: SchemaKeyword, _ value: JSONValue, _ marks: inout Marks
  ) -> Bool {
    switch keyword {
    case .allOf(let nodes):
      for node in nodes where !check(node, value, &marks) { return false }
      return true
    case .anyOf(let nodes):
      var fits = false
      for node in nodes where tries(node, value, &marks) {
        fits = true
        // All that fit have a say in what was looked at.
        if marks == nil { break }
      }
      return fits || fail("fits none of the alternatives")
    case .oneOf(let nodes):
      var count = 0
      for node in nodes where tries(node, value, &marks) { count += 1 }
      return count == 1
        || fail(count == 0 ? "fits none of the alternatives" : "fits more than one alternative")
    case .not(let node):
      var none: Marks = nil
      return !tries(node, value, &none) || fail("is what the schema rules out")
    case .condition(let condition, let then, let otherwise):
      guard let node = tries(condition, value, &marks) ? then : otherwise else { return true }
      return check(node, value, &marks)
    default: return true
    }
  }
}

extension SchemaKeyword {
  /// Whether the keyword asks what others have looked at.
  fileprivate var asksForMarks: Bool {
    switch self {
    case .unevaluatedItems, .unevaluatedProperties: true
    default: false
    }
  }
}
