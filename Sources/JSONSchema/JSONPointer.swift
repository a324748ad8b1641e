import ByteParsing
import JSON

/// Reads and writes JSON pointers (RFC 6901).
enum JSONPointer {
  /// Appends a member's name.
  static func appending(_ name: String, to pointer: String) -> String {
    guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
      return "\(pointer)/\(name)"
    }
    var escaped = "\(pointer)/"
    for scalar in name.unicodeScalars {
      switch scalar {
      case "~": escaped += "~0"
      case "/": escaped += "~1"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// The names in a pointer; nil for text that is none.
  static func tokens(_ pointer: String) -> [String]? {
    if pointer.isEmpty { return [] }
    guard pointer.hasPrefix("/") else { return nil }
    return pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
      String($0).replacing(bytes: "~1", with: "/").replacing(bytes: "~0", with: "~")
    }
  }

  /// The value that a name leads to.
  static func step(_ token: String, in value: JSONValue) -> JSONValue? {
    if value.kind == .array { return Int(token).flatMap { value[$0] } }
    return value[token]
  }
}
