/// Reads YAML 1.2 documents strictly: what could be read in two ways is refused.
package enum YAMLDocument {
  /// Reads the one document in `bytes`; a stream without a document is a null node at 1:1.
  package static func parse(
    _ bytes: [UInt8], limits: YAMLLimits = .standard
  ) throws(YAMLError) -> YAMLNode {
    guard bytes.count <= limits.bytes else {
      throw YAMLError(
        .tooLarge, at: YAMLPosition(line: 1, column: 1),
        "the document is longer than \(limits.bytes) bytes", hint: "split it into several files")
    }
    if let position = firstInvalidUTF8(in: bytes) {
      throw YAMLError(.invalidUTF8, at: position, "not valid UTF-8", hint: "save the file as UTF-8")
    }
    return try YAMLEventReader.withReader(over: bytes) { (reader) throws(YAMLError) in
      var builder = YAMLTreeBuilder(limits: limits)
      return try builder.document(from: &reader)
    }
  }

  /// Finds the first byte that is no part of valid UTF-8.
  private static func firstInvalidUTF8(in bytes: [UInt8]) -> YAMLPosition? {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return YAMLPosition(ofByte: error.byteOffsets.lowerBound, in: bytes)
    }
  }
}

extension YAMLPosition {
  /// The position of the character that begins at an offset into UTF-8.
  init(ofByte offset: Int, in bytes: [UInt8]) {
    let before = String(decoding: bytes.prefix(offset), as: UTF8.self)
    let lines = before.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    self.init(line: lines.count, column: (lines.last?.count ?? 0) + 1)
  }
}
