import ByteParsing

/// Reads and writes JSON pointers (RFC 6901): the names and positions that lead to a value.
package enum JSONPointer {
  /// Appends a member's name.
  package static func appending(_ name: String, to pointer: String) -> String {
    "\(pointer)/\(escaped(name))"
  }

  /// Writes a member's name as one token of a pointer (section 3).
  package static func escaped(_ name: String) -> String {
    // Hardly any name has to be written anew.
    guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
      return name
    }
    return name.replacing(bytes: "~", with: "~0").replacing(bytes: "/", with: "~1")
  }

  /// The names in a pointer; nil for text that is none, as where `~` stands for neither `~` nor `/`.
  package static func tokens(_ pointer: String) -> [String]? {
    guard isWellFormed(pointer) else { return nil }
    return pointer.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .dropFirst().map {
        Substring($0).replacing(bytes: "~1", with: "/").replacing(bytes: "~0", with: "~")
      }
  }

  /// Whether text is a pointer: empty, or tokens with `/` before each, in which `~` is only `~0` and `~1`.
  package static func isWellFormed(_ text: String) -> Bool {
    guard text.isEmpty || text.utf8.first == UInt8(ascii: "/") else { return false }
    var isEscape = false
    for byte in text.utf8 {
      if isEscape, byte != UInt8(ascii: "0"), byte != UInt8(ascii: "1") { return false }
      isEscape = byte == UInt8(ascii: "~")
    }
    return !isEscape
  }

  /// The value that a token leads to (section 4): a member by its name, an element by its position.
  package static func step(_ token: String, in value: JSONValue) -> JSONValue? {
    guard value.kind == .array else { return value[token] }
    guard let position = Int(token), String(position) == token else { return nil }
    return value[position]
  }
}
