/// Says where something stands in a document: line and column from 1, columns in Unicode scalars.
package struct YAMLPosition: Sendable, Hashable, Comparable, CustomStringConvertible {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: YAMLPosition, right: YAMLPosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }

  package var description: String { "\(line):\(column)" }
}

/// Holds one node of a document, with aliases already replaced by what they stand for.
package struct YAMLNode: Sendable {
  /// What a node is, its scalars read by the core schema (YAML 1.2.2, section 10.3).
  package indirect enum Content: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case sequence([YAMLNode])
    case mapping([YAMLMember])
  }

  /// How a scalar was written: what its text may differ in from the bytes of the document.
  package enum Style: Sendable {
    case plain, singleQuoted, doubleQuoted, literal, folded
  }

  package let content: Content
  package let position: YAMLPosition
  /// The style of a scalar, nil for lists and mappings.
  package let style: Style?

  package init(content: Content, position: YAMLPosition, style: Style? = nil) {
    self.content = content
    self.position = position
    self.style = style
  }
}

/// Holds one entry of a mapping; a key is always a scalar, and `name` its text as written.
package struct YAMLMember: Sendable {
  package let name: String
  package let keyPosition: YAMLPosition
  package let value: YAMLNode

  package init(name: String, keyPosition: YAMLPosition, value: YAMLNode) {
    self.name = name
    self.keyPosition = keyPosition
    self.value = value
  }
}

extension YAMLNode {
  package var isNull: Bool { if case .null = content { true } else { false } }

  package var bool: Bool? { if case .bool(let value) = content { value } else { nil } }

  package var int: Int64? { if case .int(let value) = content { value } else { nil } }

  /// The value of a float, or of an integer that a float holds exactly.
  package var double: Double? {
    switch content {
    case .double(let value): value
    case .int(let value): Double(exactly: value)
    default: nil
    }
  }

  package var string: String? { if case .string(let value) = content { value } else { nil } }

  package var elements: [YAMLNode]? {
    if case .sequence(let elements) = content { elements } else { nil }
  }

  package var members: [YAMLMember]? {
    if case .mapping(let members) = content { members } else { nil }
  }

  /// Finds a member of a mapping; nil where there is none, or where the node is no mapping.
  package subscript(_ name: String) -> YAMLNode? {
    members?.first { $0.name == name }?.value
  }

  /// Names the kind of the node, as error messages do.
  package var kindName: String {
    switch content {
    case .null: "nothing"
    case .bool: "a boolean"
    case .int: "an integer"
    case .double: "a float"
    case .string: "a string"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
