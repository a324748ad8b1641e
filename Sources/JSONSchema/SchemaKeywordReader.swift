import JSON
import Matching

/// Reads the keywords of one schema.
struct SchemaKeywordReader {
  private let schema: JSONValue
  private let target: SchemaIndex.Target
  private let compiler: SchemaCompiler
  private var found: [SchemaKeyword] = []

  private var isDraft7: Bool { target.place.draft == .draft7 }

  init(_ target: SchemaIndex.Target, _ compiler: SchemaCompiler) {
    schema = target.value
    self.target = target
    self.compiler = compiler
  }

  /// Reads all that count; what depends on other keywords stands last.
  mutating func keywords() throws(JSONSchemaError) -> [SchemaKeyword] {
    if let isAny = schema.bool { return isAny ? [] : [.never] }
    guard schema.kind == .object else {
      throw wrong("", "a schema is an object, `true` or `false`")
    }
    try references()
    if isDraft7, schema["$ref"] != nil { return found }
    try scalars()
    try arrays()
    try objects()
    try combinations()
    try unevaluated()
    return found
  }

  // MARK: Families of keywords

  private mutating func references() throws(JSONSchemaError) {
    if let text = try text("$ref") {
      let goal = try compiler.target(of: text, from: target, at: pointer("$ref"))
      found.append(.reference(try compiler.node(for: goal)))
    }
    guard !isDraft7, let text = try text("$dynamicRef") else { return }
    let goal = try compiler.target(of: text, from: target, at: pointer("$dynamicRef"))
    let node = try compiler.node(for: goal)
    let name = SchemaURI.split(text).fragment ?? ""
    found.append(
      compiler.isDynamic(goal, named: name)
        ? .dynamicReference(name: name, fallback: node) : .reference(node))
  }

  private mutating func scalars() throws(JSONSchemaError) {
    if let value = schema["type"] { found.append(.types(try types(value))) }
    if let value = schema["const"] { found.append(.values([value])) }
    if let value = schema["enum"] {
      guard value.kind == .array else { throw wrong("enum", "this is a list of values") }
      found.append(.values(Array(value.elements)))
    }
    if let number = try number("multipleOf") {
      guard !number.isZero, !number.isNegative,
        number.digits.count <= ExactNumber.maximumDivisorDigits
      else {
        throw wrong(
          "multipleOf",
          "this is above zero, with at most \(ExactNumber.maximumDivisorDigits) digits")
      }
      found.append(.multiple(of: number))
    }
    if let number = try number("minimum") { found.append(.minimum(number, isExclusive: false)) }
    if let number = try number("exclusiveMinimum") {
      found.append(.minimum(number, isExclusive: true))
    }
    if let number = try number("maximum") { found.append(.maximum(number, isExclusive: false)) }
    if let number = try number("exclusiveMaximum") {
      found.append(.maximum(number, isExclusive: true))
    }
    if let range = try range("minLength", "maxLength") { found.append(.length(range)) }
    if let text = try text("pattern") {
      found.append(.pattern(try pattern(text, at: pointer("pattern"))))
    }
  }

  private mutating func arrays() throws(JSONSchemaError) {
    var first = 0
    if isDraft7, let items = schema["items"], items.kind == .array {
      let nodes = try list("items")
      found.append(.prefixItems(nodes))
      if let rest = try inner("additionalItems") { found.append(.items(from: nodes.count, rest)) }
    } else {
      if !isDraft7, schema["prefixItems"] != nil {
        let nodes = try list("prefixItems")
        first = nodes.count
        found.append(.prefixItems(nodes))
      }
      if let rest = try inner("items") { found.append(.items(from: first, rest)) }
    }
    if let range = try range("minItems", "maxItems") { found.append(.itemCount(range)) }
    if let value = schema["uniqueItems"] {
      guard let isUnique = value.bool else { throw wrong("uniqueItems", "this is true or false") }
      if isUnique { found.append(.uniqueItems) }
    }
    if let node = try inner("contains") {
      let least = isDraft7 ? nil : try count("minContains")
      let most = isDraft7 ? nil : try count("maxContains")
      found.append(
        .contains(
          node, count: try closed(least ?? 1, most ?? Int.max, "maxContains"), marks: !isDraft7))
    }
  }

  private mutating func objects() throws(JSONSchemaError) {
    var rules = MemberRules()
    for (name, node) in try named("properties") { rules.named[MemberName(text: name)] = node }
    for (name, node) in try named("patternProperties") {
      let here = JSONPointer.appending(name, to: pointer("patternProperties"))
      rules.patterns.append((try pattern(name, at: here), node))
    }
    rules.additional = try inner("additionalProperties")
    if !rules.named.isEmpty || !rules.patterns.isEmpty || rules.additional != nil {
      found.append(.members(rules))
    }
    if let value = schema["required"] { found.append(.required(try names(value, "required"))) }
    if let range = try range("minProperties", "maxProperties") { found.append(.memberCount(range)) }
    if let node = try inner("propertyNames") { found.append(.propertyNames(node)) }
    var needs: [(name: String, needs: [String])] = []
    var schemas: [(name: String, schema: Int)] = []
    if !isDraft7 {
      for (name, value) in try object("dependentRequired")?.members.map({ ($0, $1) }) ?? [] {
        needs.append((name, try names(value, "dependentRequired")))
      }
      schemas = try named("dependentSchemas")
    }
    for (name, value) in try object("dependencies")?.members.map({ ($0, $1) }) ?? [] {
      if value.kind == .array {
        needs.append((name, try names(value, "dependencies")))
      } else {
        let here = JSONPointer.appending(name, to: pointer("dependencies"))
        schemas.append((name, try node(value, at: here)))
      }
    }
    if !needs.isEmpty { found.append(.dependentRequired(needs)) }
    if !schemas.isEmpty { found.append(.dependentSchemas(schemas)) }
  }

  private mutating func combinations() throws(JSONSchemaError) {
    if schema["allOf"] != nil { found.append(.allOf(try list("allOf"))) }
    if schema["anyOf"] != nil { found.append(.anyOf(try list("anyOf"))) }
    if schema["oneOf"] != nil { found.append(.oneOf(try list("oneOf"))) }
    if let node = try inner("not") { found.append(.not(node)) }
    let (then, otherwise) = (try inner("then"), try inner("else"))
    if let condition = try inner("if") {
      found.append(.condition(condition, then: then, else: otherwise))
    }
  }

  private mutating func unevaluated() throws(JSONSchemaError) {
    guard !isDraft7 else { return }
    if let node = try inner("unevaluatedItems") {
      compiler.track()
      found.append(.unevaluatedItems(node))
    }
    if let node = try inner("unevaluatedProperties") {
      compiler.track()
      found.append(.unevaluatedProperties(node))
    }
  }

  // MARK: Values of keywords

  private func pointer(_ keyword: String) -> String {
    JSONPointer.appending(keyword, to: target.pointer)
  }

  private func wrong(_ keyword: String, _ message: String) -> JSONSchemaError {
    JSONSchemaError(
      pointer: keyword.isEmpty ? target.pointer : pointer(keyword), message: message)
  }

  private func text(_ keyword: String) throws(JSONSchemaError) -> String? {
    guard let value = schema[keyword] else { return nil }
    guard let text = value.string else { throw wrong(keyword, "this is a string") }
    return text
  }

  private func number(_ keyword: String) throws(JSONSchemaError) -> ExactNumber? {
    guard let value = schema[keyword] else { return nil }
    guard let number = ExactNumber(value) else { throw wrong(keyword, "this is a number") }
    return number
  }

  private func count(_ keyword: String) throws(JSONSchemaError) -> Int? {
    guard let value = schema[keyword] else { return nil }
    guard case .int(let count)? = value.number, count >= 0 else {
      throw wrong(keyword, "this is a whole number, 0 or more")
    }
    return Int(count)
  }

  /// What two keywords bound; nil where neither is there.
  private func range(
    _ least: String, _ most: String
  ) throws(JSONSchemaError) -> ClosedRange<Int>? {
    let (lower, upper) = (try count(least), try count(most))
    guard lower != nil || upper != nil else { return nil }
    return try closed(lower ?? 0, upper ?? Int.max, most)
  }

  private func closed(
    _ least: Int, _ most: Int, _ keyword: String
  ) throws(JSONSchemaError) -> ClosedRange<Int> {
    guard least <= most else { throw wrong(keyword, "this is less than the least that is asked") }
    return least...most
  }

  private func types(_ value: JSONValue) throws(JSONSchemaError) -> TypeSet {
    let names = value.kind == .array ? value.elements.map(\.string) : [value.string]
    var types: TypeSet = []
    for name in names {
      guard let type = name.flatMap({ TypeSet(named: $0) }) else {
        let known = TypeSet.names.map { "`\($0.name)`" }.joined(separator: ", ")
        throw wrong("type", "this is one of \(known), or a list of them")
      }
      types.formUnion(type)
    }
    return types
  }

  private func names(
    _ value: JSONValue, _ keyword: String
  ) throws(JSONSchemaError) -> [String] {
    let names = value.elements.compactMap(\.string)
    guard value.kind == .array, names.count == value.count else {
      throw wrong(keyword, "this is a list of names")
    }
    return names
  }

  private func object(_ keyword: String) throws(JSONSchemaError) -> JSONValue? {
    guard let value = schema[keyword] else { return nil }
    guard value.kind == .object else { throw wrong(keyword, "this is an object of schemas") }
    return value
  }

  private func pattern(
    _ text: String, at pointer: String
  ) throws(JSONSchemaError) -> RegularExpression {
    do throws(RegularExpressionError) {
      return try SchemaPattern.compile(text)
    } catch {
      throw JSONSchemaError(pointer: pointer, message: error.description)
    }
  }

  // MARK: Schemas within

  private mutating func node(
    _ value: JSONValue, at pointer: String
  ) throws(JSONSchemaError) -> Int {
    try compiler.node(
      for: SchemaIndex.Target(value: value, place: target.place, pointer: pointer))
  }

  private mutating func inner(_ keyword: String) throws(JSONSchemaError) -> Int? {
    guard let value = schema[keyword] else { return nil }
    return try node(value, at: pointer(keyword))
  }

  private mutating func list(_ keyword: String) throws(JSONSchemaError) -> [Int] {
    guard let value = schema[keyword], value.kind == .array else {
      throw wrong(keyword, "this is a list of schemas")
    }
    var nodes: [Int] = []
    for (index, element) in value.elements.enumerated() {
      nodes.append(try node(element, at: "\(pointer(keyword))/\(index)"))
    }
    return nodes
  }

  private mutating func named(
    _ keyword: String
  ) throws(JSONSchemaError) -> [(name: String, schema: Int)] {
    guard let value = try object(keyword) else { return [] }
    var nodes: [(name: String, schema: Int)] = []
    for (name, member) in value.members {
      nodes.append(
        (name, try node(member, at: JSONPointer.appending(name, to: pointer(keyword)))))
    }
    return nodes
  }
}
