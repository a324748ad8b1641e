/// One step of a document as libyaml reports it, in safe values.
struct YAMLEvent: Sendable {
  /// What an anchored, tagged node carries before its content.
  struct Properties: Sendable {
    var anchor: String?
    var tag: String?
  }

  enum Kind: Sendable {
    case streamStart
    case streamEnd
    /// The version of a `%YAML` directive, nil without one.
    case documentStart(major: Int, minor: Int)
    case documentEnd
    case alias(String)
    /// `resolvable` is true for a plain scalar without a tag, whose type the schema decides.
    case scalar(String, YAMLNode.Style, resolvable: Bool, Properties)
    case sequenceStart(Properties)
    case sequenceEnd
    case mappingStart(Properties)
    case mappingEnd
  }

  let kind: Kind
  let position: YAMLPosition
}
