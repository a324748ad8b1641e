import CYAML

/// Owns a libyaml parser over bytes in memory and hands out its events: the module's only unsafe code.
@safe struct YAMLEventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: [UInt8]

  /// Runs `body` with a reader over `bytes`, which must be valid UTF-8.
  static func withReader<Result>(
    over bytes: [UInt8], _ body: (inout YAMLEventReader) throws(YAMLError) -> Result
  ) throws(YAMLError) -> Result {
    // SAFETY: the parser reads from `buffer` and is gone before the closure returns.
    try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(YAMLError) in
      var reader = try unsafe YAMLEventReader(buffer, of: bytes)
      return try body(&reader)
    }
  }

  private init(
    _ buffer: UnsafeBufferPointer<UInt8>, of bytes: [UInt8]
  ) throws(YAMLError) {
    // SAFETY: the parser is initialised by libyaml before any other use and freed once, in `deinit`.
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      unsafe parser.deallocate()
      throw YAMLError(
        .tooLarge, at: YAMLPosition(line: 1, column: 1), "not enough memory to read the document")
    }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
    unsafe self.parser = parser
    self.bytes = bytes
  }

  deinit {
    // SAFETY: `parser` was initialised in `init` and nothing else frees it.
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
  }

  /// Reads the next event; after an error or the end of the stream it must not be called again.
  mutating func next() throws(YAMLError) -> YAMLEvent {
    // SAFETY: libyaml fills `event` where it returns 1, and the copy taken here owns none of it.
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { unsafe yaml_event_delete(&event) }
    return YAMLEvent(
      kind: unsafe Self.kind(of: event), position: unsafe YAMLPosition(event.start_mark))
  }

  private static func kind(of event: yaml_event_t) -> YAMLEvent.Kind {
    // SAFETY: each case reads the union member that belongs to the event's type; its strings end in
    // NUL, or come with a length.
    switch unsafe event.type {
    case YAML_DOCUMENT_START_EVENT:
      guard let version = unsafe event.data.document_start.version_directive else {
        return .documentStart(major: 1, minor: 2)
      }
      return unsafe .documentStart(
        major: Int(version.pointee.major), minor: Int(version.pointee.minor))
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_ALIAS_EVENT: return .alias(unsafe text(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      return unsafe .scalar(
        String(
          decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self),
        style(scalar.style), resolvable: scalar.plain_implicit != 0,
        YAMLEvent.Properties(anchor: text(scalar.anchor), tag: text(scalar.tag)))
    case YAML_SEQUENCE_START_EVENT:
      let start = unsafe event.data.sequence_start
      return unsafe .sequenceStart(
        YAMLEvent.Properties(anchor: text(start.anchor), tag: text(start.tag)))
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      let start = unsafe event.data.mapping_start
      return unsafe .mappingStart(
        YAMLEvent.Properties(anchor: text(start.anchor), tag: text(start.tag)))
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    case YAML_STREAM_START_EVENT: return .streamStart
    default: return .streamEnd
    }
  }

  private static func style(_ style: yaml_scalar_style_t) -> YAMLNode.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    // SAFETY: libyaml ends anchors and tags in NUL.
    unsafe pointer.map { unsafe String(cString: $0) }
  }

  private func failure() -> YAMLError {
    // SAFETY: the parser is alive; its problem and context are static C strings or nil.
    let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) }
    let context = unsafe parser.pointee.context.map { unsafe String(cString: $0) }
    let position =
      if unsafe parser.pointee.error == YAML_READER_ERROR {
        unsafe YAMLPosition(ofByte: parser.pointee.problem_offset, in: bytes)
      } else {
        unsafe YAMLPosition(parser.pointee.problem_mark)
      }
    return YAMLError(syntax: problem ?? "not enough memory", while: context, at: position)
  }
}

extension YAMLPosition {
  fileprivate init(_ mark: yaml_mark_t) {
    self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}
