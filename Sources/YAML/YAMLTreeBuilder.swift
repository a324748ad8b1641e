/// Builds the tree of one document from its events, and refuses what the limits and the schema forbid.
struct YAMLTreeBuilder {
  /// A finished node that an alias may stand for, with the nodes in it and the levels below it.
  private struct Anchored {
    let node: YAMLNode
    let size: Int
    let height: Int
  }

  private let limits: YAMLLimits
  private var anchors: [String: Anchored] = [:]
  private var size = 0
  private var deepest = 0

  init(limits: YAMLLimits) {
    self.limits = limits
  }

  /// Reads the stream's one document to the end of the stream.
  mutating func document(from reader: inout YAMLEventReader) throws(YAMLError) -> YAMLNode {
    var root = YAMLNode(content: .null, position: YAMLPosition(line: 1, column: 1))
    var seen = false
    while true {
      let event = try reader.next()
      switch event.kind {
      case .streamEnd: return root
      case .documentStart(let major, let minor):
        guard !seen else {
          throw YAMLError(
            .secondDocument, at: event.position, "a second document starts here",
            hint: "put it in a file of its own")
        }
        guard (major, minor) == (1, 2) else {
          throw YAMLError(
            .unsupportedVersion, at: event.position,
            "the document asks for YAML \(major).\(minor), and is read as 1.2",
            hint: "remove the `%YAML` line")
        }
        seen = true
        root = try node(from: try reader.next(), &reader, depth: 0)
      default: break
      }
    }
  }

  private mutating func node(
    from event: YAMLEvent, _ reader: inout YAMLEventReader, depth: Int
  ) throws(YAMLError) -> YAMLNode {
    try count(1, at: event.position)
    try enter(depth, at: event.position)
    switch event.kind {
    case .alias(let name): return try expand(name, at: event.position, depth: depth)
    case .scalar(let text, let style, let resolvable, let properties):
      let content = try scalar(
        text, tag: properties.tag, resolvable: resolvable, at: event.position)
      let node = YAMLNode(content: content, position: event.position, style: style)
      if let anchor = properties.anchor {
        anchors[anchor] = Anchored(node: node, size: 1, height: 0)
      }
      return node
    case .sequenceStart(let properties):
      return try collection(properties, "tag:yaml.org,2002:seq", at: event.position, depth: depth) {
        (builder) throws(YAMLError) in .sequence(try builder.sequence(&reader, depth: depth + 1))
      }
    case .mappingStart(let properties):
      return try collection(properties, "tag:yaml.org,2002:map", at: event.position, depth: depth) {
        (builder) throws(YAMLError) in .mapping(try builder.mapping(&reader, depth: depth + 1))
      }
    default:
      throw YAMLError(.syntax, at: event.position, "a value is missing here")
    }
  }

  /// Reads a list or mapping, and keeps its measures where an alias may stand for it later.
  private mutating func collection(
    _ properties: YAMLEvent.Properties, _ expected: String, at position: YAMLPosition, depth: Int,
    _ read: (inout YAMLTreeBuilder) throws(YAMLError) -> YAMLNode.Content
  ) throws(YAMLError) -> YAMLNode {
    if let tag = properties.tag, tag != expected, tag != "!" {
      throw unsupported(tag, at: position)
    }
    let (before, outer) = (size, deepest)
    deepest = depth
    let node = YAMLNode(content: try read(&self), position: position)
    if let anchor = properties.anchor {
      anchors[anchor] = Anchored(node: node, size: size - before + 1, height: deepest - depth)
    }
    deepest = max(outer, deepest)
    return node
  }

  private mutating func sequence(
    _ reader: inout YAMLEventReader, depth: Int
  ) throws(YAMLError) -> [YAMLNode] {
    var elements: [YAMLNode] = []
    while true {
      let event = try reader.next()
      if case .sequenceEnd = event.kind { return elements }
      elements.append(try node(from: event, &reader, depth: depth))
    }
  }

  private mutating func mapping(
    _ reader: inout YAMLEventReader, depth: Int
  ) throws(YAMLError) -> [YAMLMember] {
    var members: [YAMLMember] = []
    var names: Set<String> = []
    while true {
      let event = try reader.next()
      if case .mappingEnd = event.kind { return members }
      let name = try key(from: event, &reader, depth: depth)
      guard names.insert(name).inserted else {
        throw YAMLError(
          .duplicateKey, at: event.position, "the key `\(name)` stands twice in this mapping",
          hint: "remove one of them")
      }
      let value = try node(from: try reader.next(), &reader, depth: depth)
      members.append(YAMLMember(name: name, keyPosition: event.position, value: value))
    }
  }

  /// Reads a key, which is a scalar with text: names are what keys are for.
  private mutating func key(
    from event: YAMLEvent, _ reader: inout YAMLEventReader, depth: Int
  ) throws(YAMLError) -> String {
    if case .scalar(let text, .plain, true, _) = event.kind, text == "<<" {
      throw YAMLError(
        .mergeKey, at: event.position, "merge keys are no part of YAML 1.2",
        hint: "write the members out")
    }
    let text: String? =
      if case .scalar(let text, _, _, _) = event.kind { text } else { nil }
    let node = try node(from: event, &reader, depth: depth)
    switch node.content {
    case .string(let name): return name
    case .null where text?.isEmpty != false, .sequence, .mapping: break
    default: if let text { return text }
    }
    throw YAMLError(
      .unsupportedKey, at: event.position, "a key must be a string, and this is \(node.kindName)",
      hint: "write `name: value`")
  }

  private mutating func expand(
    _ name: String, at position: YAMLPosition, depth: Int
  ) throws(YAMLError) -> YAMLNode {
    guard let anchored = anchors[name] else {
      throw YAMLError(
        .unknownAnchor, at: position, "no finished node before this one is named `&\(name)`",
        hint: "an alias follows its anchor and is no part of it")
    }
    try count(anchored.size - 1, at: position)
    try enter(depth + anchored.height, at: position)
    return anchored.node
  }

  private mutating func count(_ nodes: Int, at position: YAMLPosition) throws(YAMLError) {
    size += nodes
    guard size <= limits.nodes else {
      throw YAMLError(
        .tooManyNodes, at: position,
        "the document has more than \(limits.nodes) values, counting what aliases stand for",
        hint: "split it into several files")
    }
  }

  private mutating func enter(_ depth: Int, at position: YAMLPosition) throws(YAMLError) {
    guard depth <= limits.depth else {
      throw YAMLError(.tooDeep, at: position, "nested deeper than \(limits.depth) levels")
    }
    deepest = max(deepest, depth)
  }

  private func scalar(
    _ text: String, tag: String?, resolvable: Bool, at position: YAMLPosition
  ) throws(YAMLError) -> YAMLNode.Content {
    guard let tag else {
      guard resolvable else { return .string(text) }
      return try resolve(text, at: position)
    }
    if tag == "!" || tag == "tag:yaml.org,2002:str" { return .string(text) }
    let content = try resolve(text, at: position)
    switch (tag, content) {
    case ("tag:yaml.org,2002:null", .null), ("tag:yaml.org,2002:bool", .bool),
      ("tag:yaml.org,2002:int", .int), ("tag:yaml.org,2002:float", .double):
      return content
    case ("tag:yaml.org,2002:float", .int(let value)): return .double(Double(value))
    default: throw unsupported(tag, at: position)
    }
  }

  private func resolve(
    _ text: String, at position: YAMLPosition
  ) throws(YAMLError) -> YAMLNode.Content {
    guard let content = CoreSchema.resolve(text) else {
      throw YAMLError(
        .numberOutOfRange, at: position, "`\(text)` is too large a number",
        hint: "put it in quotes if it is a name")
    }
    return content
  }

  private func unsupported(_ tag: String, at position: YAMLPosition) -> YAMLError {
    let core = "tag:yaml.org,2002:"
    let name = tag.hasPrefix(core) ? "!!" + tag.dropFirst(core.count) : tag
    return YAMLError(
      .unsupportedTag, at: position, "the tag `\(name)` does not fit this value",
      hint: "remove the tag")
  }
}
