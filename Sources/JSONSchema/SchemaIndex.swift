import JSON

/// Where everything in a schema document stands: what references may lead to.
struct SchemaIndex {
  /// The circumstances that a place in the document is read in.
  struct Place {
    /// The URI of the resource that it belongs to.
    let uri: String
    let draft: JSONSchema.Draft
  }

  /// A schema of the document with its circumstances.
  struct Target {
    let value: JSONValue
    let place: Place
    let pointer: String
  }

  let root: Target
  private(set) var resources: [String: Target] = [:]
  /// By URI with fragment.
  private var anchors: [String: Target] = [:]
  /// By URI and name.
  private(set) var dynamicAnchors: [String: [String: Target]] = [:]
  /// By where a schema begins in the text.
  private var places: [Int: Place] = [:]

  init(_ schema: JSONValue, draft: JSONSchema.Draft) throws(JSONSchemaError) {
    let draft = try Self.draft(of: schema, otherwise: draft, at: "")
    root = Target(value: schema, place: Place(uri: "", draft: draft), pointer: "")
    resources[""] = root
    try walk(schema, root.place, at: "")
  }

  /// The circumstances that a schema is read in.
  func place(of value: JSONValue, otherwise place: Place) -> Place {
    places[value.byteRange.lowerBound] ?? place
  }

  private static func draft(
    of schema: JSONValue, otherwise draft: JSONSchema.Draft, at pointer: String
  ) throws(JSONSchemaError) -> JSONSchema.Draft {
    guard let metaschema = schema["$schema"] else { return draft }
    guard let known = metaschema.string.flatMap(JSONSchema.Draft.init(metaschema:)) else {
      throw JSONSchemaError(
        pointer: pointer + "/$schema",
        message: "this version is not known: use `https://json-schema.org/draft/2020-12/schema`"
          + " or `http://json-schema.org/draft-07/schema#`")
    }
    return known
  }

  // MARK: Reading

  /// Notes a schema and all within it; the document's depth is bounded, and so is this.
  private mutating func walk(
    _ value: JSONValue, _ outer: Place, at pointer: String
  ) throws(JSONSchemaError) {
    guard value.kind == .object else { return }
    let place = try identity(of: value, outer, at: pointer)
    places[value.byteRange.lowerBound] = place
    for (key, inner) in value.members {
      let here = JSONPointer.appending(key, to: pointer)
      switch Self.content(of: key) {
      case .schema:
        try walk(inner, place, at: here)
        // Of draft 7, `items` may be a list.
        for (index, element) in inner.elements.enumerated() {
          try walk(element, place, at: "\(here)/\(index)")
        }
      case .schemas:
        for (index, element) in inner.elements.enumerated() {
          try walk(element, place, at: "\(here)/\(index)")
        }
        for (name, member) in inner.members {
          try walk(member, place, at: JSONPointer.appending(name, to: here))
        }
      case .other: continue
      }
    }
  }

  /// Notes the names that a schema has.
  private mutating func identity(
    of value: JSONValue, _ outer: Place, at pointer: String
  ) throws(JSONSchemaError) -> Place {
    // Of draft 7, nothing counts beside `$ref`.
    if outer.draft == .draft7, value["$ref"] != nil { return outer }
    var place = outer
    if let id = value["$id"]?.string {
      let (reference, fragment) = SchemaURI.split(id)
      if !reference.isEmpty {
        place = Place(
          uri: SchemaURI.resolve(reference, against: outer.uri),
          draft: try Self.draft(of: value, otherwise: outer.draft, at: pointer))
        resources[place.uri] = Target(value: value, place: place, pointer: pointer)
      }
      if place.draft == .draft7, let fragment, !fragment.isEmpty {
        anchors["\(place.uri)#\(fragment)"] = Target(value: value, place: place, pointer: pointer)
      }
    }
    let target = Target(value: value, place: place, pointer: pointer)
    guard place.draft == .draft2020 else { return place }
    if let name = value["$anchor"]?.string { anchors["\(place.uri)#\(name)"] = target }
    if let name = value["$dynamicAnchor"]?.string {
      anchors["\(place.uri)#\(name)"] = target
      dynamicAnchors[place.uri, default: [:]][name] = target
    }
    return place
  }

  private enum Content {
    case schema, schemas, other
  }

  /// What a keyword's value is made of; a schema that is no keyword's may still be referred to.
  private static func content(of keyword: String) -> Content {
    switch keyword {
    case "additionalItems", "additionalProperties", "contains", "contentSchema", "else", "if",
      "items", "not", "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties":
      .schema
    case "$defs", "allOf", "anyOf", "definitions", "dependencies", "dependentSchemas", "oneOf",
      "patternProperties", "prefixItems", "properties":
      .schemas
    default: .other
    }
  }

  // MARK: References

  /// Finds what a reference leads to.
  ///
  /// - Parameter pointer: where the reference stands, for the error.
  mutating func target(
    of reference: String, from place: Place, at pointer: String
  ) throws(JSONSchemaError) -> Target {
    let (relative, fragment) = SchemaURI.split(reference)
    let uri = SchemaURI.resolve(relative, against: place.uri)
    guard let resource = resources[uri] else {
      throw JSONSchemaError(
        pointer: pointer,
        message: "`\(reference)` leads out of the schema: put what it means into `$defs`")
    }
    guard let fragment, !fragment.isEmpty else { return resource }
    guard let name = SchemaURI.decoded(fragment) else {
      throw JSONSchemaError(pointer: pointer, message: "`\(reference)` is no reference")
    }
    if !name.hasPrefix("/"), let anchor = anchors["\(uri)#\(name)"] { return anchor }
    guard let found = try descend(resource, by: name) else {
      throw JSONSchemaError(pointer: pointer, message: "`\(reference)` leads nowhere")
    }
    return found
  }

  /// Follows a JSON pointer from a resource on.
  private mutating func descend(
    _ resource: Target, by pointer: String
  ) throws(JSONSchemaError) -> Target? {
    guard let tokens = JSONPointer.tokens(pointer) else { return nil }
    var (value, place, here) = (resource.value, resource.place, resource.pointer)
    for token in tokens {
      guard let next = JSONPointer.step(token, in: value) else { return nil }
      value = next
      place = self.place(of: value, otherwise: place)
      here = JSONPointer.appending(token, to: here)
    }
    // It may stand where no keyword puts a schema.
    if value.kind == .object, places[value.byteRange.lowerBound] == nil {
      try walk(value, place, at: here)
      place = self.place(of: value, otherwise: place)
    }
    return Target(value: value, place: place, pointer: here)
  }
}
