import JSON
import Matching

/// One schema of a document, compiled: its keywords in the order in which they are asked.
///
/// Other schemas are named by their index, so that schemas may contain themselves.
struct SchemaNode: Sendable {
  /// The resource (2020-12, section 4.3.5) that the schema belongs to, by index.
  let resource: Int
  var keywords: [SchemaKeyword] = []
}

/// A schema with an identity of its own, as references see it.
struct SchemaResource: Sendable {
  let uri: String
  let draft: JSONSchema.Draft
  /// The schemas that a `$dynamicRef` may lead to, by name.
  var dynamicAnchors: [String: Int] = [:]
}

/// One keyword with what it asks of a value; a value of another kind than the keyword speaks of fits.
enum SchemaKeyword: Sendable {
  /// The schema `false`.
  case never
  case reference(Int)
  /// Leads to the outermost schema of that name which validation is inside of.
  case dynamicReference(name: String, fallback: Int)
  case types(TypeSet)
  case values([JSONValue])
  case multiple(of: ExactNumber)
  case minimum(ExactNumber, isExclusive: Bool)
  case maximum(ExactNumber, isExclusive: Bool)
  case length(ClosedRange<Int>)
  case pattern(RegularExpression)
  case prefixItems([Int])
  /// What elements from a position on have to fit.
  case items(from: Int, Int)
  case contains(Int, count: ClosedRange<Int>, marks: Bool)
  case itemCount(ClosedRange<Int>)
  case uniqueItems
  case members(MemberRules)
  case required([String])
  case memberCount(ClosedRange<Int>)
  case propertyNames(Int)
  case dependentRequired([(name: String, needs: [String])])
  case dependentSchemas([(name: String, schema: Int)])
  case allOf([Int])
  case anyOf([Int])
  case oneOf([Int])
  case not(Int)
  case condition(Int, then: Int?, else: Int?)
  case unevaluatedItems(Int)
  case unevaluatedProperties(Int)
}

/// What `properties`, `patternProperties` and `additionalProperties` ask together.
struct MemberRules: Sendable {
  var named: [MemberName: Int] = [:]
  var patterns: [(pattern: RegularExpression, schema: Int)] = []
  var additional: Int?
}

/// The name of a member, which is compared by code point: `String` takes two spellings of `é` for one.
struct MemberName: Sendable, Hashable {
  let text: String

  static func == (one: MemberName, other: MemberName) -> Bool {
    one.text.utf8.elementsEqual(other.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}

/// The types that `type` names.
struct TypeSet: OptionSet, Sendable {
  let rawValue: UInt8

  static let null = TypeSet(rawValue: 1)
  static let boolean = TypeSet(rawValue: 2)
  static let string = TypeSet(rawValue: 4)
  static let array = TypeSet(rawValue: 8)
  static let object = TypeSet(rawValue: 16)
  static let integer = TypeSet(rawValue: 32)
  /// Numbers that are no integers; `number` is both.
  static let fraction = TypeSet(rawValue: 64)

  static let names: [(name: String, types: TypeSet)] = [
    ("null", .null), ("boolean", .boolean), ("string", .string), ("array", .array),
    ("object", .object), ("number", [.integer, .fraction]), ("integer", .integer),
  ]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init?(named name: String) {
    guard let known = TypeSet.names.first(where: { $0.name == name }) else { return nil }
    self = known.types
  }

  /// The type of a value.
  init(of value: JSONValue) {
    switch value.kind {
    case .null: self = .null
    case .bool: self = .boolean
    case .string: self = .string
    case .array: self = .array
    case .object: self = .object
    case .number: self = ExactNumber(value)?.isInteger == true ? .integer : .fraction
    }
  }

  /// The names of the types, for messages.
  var description: String {
    var names = TypeSet.names.filter { isSuperset(of: $0.types) }.map(\.name)
    if names.contains("number") { names.removeAll { $0 == "integer" } }
    return names.joined(separator: " or ")
  }
}
