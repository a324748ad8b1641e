/// Reads the detectors' tables: lines of fields; `#` begins a comment where a line begins.
enum TableText {
  /// The lines of a table that say something.
  static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.allSatisfy(\.isWhitespace) }
  }

  /// The fields between spaces; `\ ` is a space within one.
  static func fields(_ line: Substring) -> [String] {
    var fields: [String] = []
    var field: [UInt8] = []
    var isEscaped = false
    for byte in line.utf8 {
      if byte == UInt8(ascii: " "), !isEscaped {
        if !field.isEmpty { fields.append(String(decoding: field, as: UTF8.self)) }
        field.removeAll(keepingCapacity: true)
      } else {
        field.append(byte)
      }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    if !field.isEmpty { fields.append(String(decoding: field, as: UTF8.self)) }
    return fields
  }
}
