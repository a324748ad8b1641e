import ByteParsing

/// The name of a table, function or other thing, as its dialect reads it.
package struct SQLName: Sendable, Hashable, CustomStringConvertible {
  /// The parts between the dots, quotes resolved and folded as the dialect folds; never empty.
  package let parts: [String]

  package init(_ parts: [String]) {
    self.parts = parts
  }

  /// The last part: the name without its schema.
  package var last: String { parts.last ?? "" }

  /// The parts with dots between; a part that could be taken for something else stands in quotes.
  package var description: String {
    parts.map { part in
      let isPlain = part.utf8.allSatisfy { byte in
        byte != UInt8(ascii: ".") && byte != UInt8(ascii: "\"") && byte > UInt8(ascii: " ")
      }
      return isPlain && !part.isEmpty ? part : "\"\(part.replacing(bytes: "\"", with: "\"\""))\""
    }.joined(separator: ".")
  }
}
