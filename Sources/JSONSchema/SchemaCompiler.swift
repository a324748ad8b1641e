import JSON
import Matching

/// Turns the schemas of a document into nodes, one after another: no document nests the compiler.
///
/// An object for the time of one compilation, which all readers of keywords add to.
final class SchemaCompiler {
  /// The most schemas of one document, those that references lead to included.
  static let maximumNodes = 16_384

  private var index: SchemaIndex
  private(set) var nodes: [SchemaNode] = []
  private(set) var resources: [SchemaResource] = []
  /// Whether a keyword asks what others have looked at.
  private(set) var tracks = false

  /// By where a schema begins in the text.
  private var known: [Int: Int] = [:]
  private var resourceNumbers: [String: Int] = [:]
  private var waiting: [(node: Int, target: SchemaIndex.Target)] = []

  init(_ index: SchemaIndex) { self.index = index }

  /// Compiles the whole document; gives the node of its root.
  func compileRoot() throws(JSONSchemaError) -> Int {
    for (uri, resource) in index.resources {
      resourceNumbers[uri] = resources.count
      resources.append(SchemaResource(uri: uri, draft: resource.place.draft))
    }
    let root = try node(for: index.root)
    for (uri, anchors) in index.dynamicAnchors {
      for (name, target) in anchors {
        let node = try node(for: target)
        if let number = resourceNumbers[uri] { resources[number].dynamicAnchors[name] = node }
      }
    }
    while let next = waiting.popLast() {
      var reader = SchemaKeywordReader(next.target, self)
      nodes[next.node].keywords = try reader.keywords()
    }
    return root
  }

  /// The node of a schema, which is compiled later if it is new.
  func node(for target: SchemaIndex.Target) throws(JSONSchemaError) -> Int {
    let place = index.place(of: target.value, otherwise: target.place)
    let start = target.value.byteRange.lowerBound
    if let node = known[start] { return node }
    guard nodes.count < Self.maximumNodes else {
      throw JSONSchemaError(
        pointer: target.pointer,
        message: "the schema is too large: at most \(Self.maximumNodes) schemas are taken")
    }
    known[start] = nodes.count
    let target = SchemaIndex.Target(value: target.value, place: place, pointer: target.pointer)
    waiting.append((nodes.count, target))
    nodes.append(SchemaNode(resource: resourceNumbers[place.uri] ?? 0))
    return nodes.count - 1
  }

  /// What a reference leads to.
  func target(
    of reference: String, from target: SchemaIndex.Target, at pointer: String
  ) throws(JSONSchemaError) -> SchemaIndex.Target {
    try index.target(of: reference, from: target.place, at: pointer)
  }

  /// Whether a schema is the one that a `$dynamicAnchor` of its resource names.
  func isDynamic(_ target: SchemaIndex.Target, named name: String) -> Bool {
    let anchored = index.dynamicAnchors[target.place.uri]?[name]
    return anchored?.value.byteRange.lowerBound == target.value.byteRange.lowerBound
  }

  func track() { tracks = true }
}
