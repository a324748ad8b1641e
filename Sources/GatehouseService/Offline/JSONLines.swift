package import JSON

/// Turns lines of JSON into lines of JSON: one answer for each line that is not blank, in their order.
package enum JSONLines {
  /// Answers each line of a file (`-`: standard input), and hands every answer on as soon as it is there.
  ///
  /// A line that is no JSON, or that `answer` refuses, is answered by `{"line": 7, "error": "…"}`.
  ///
  /// - Returns: How many lines were refused.
  package static func answer(
    _ path: String, to output: (String) -> Void,
    _ answer: (JSONValue, inout JSONWriter) throws -> Void
  ) throws(FileError) -> Int {
    let bytes = try Files.read(path)
    var refused = 0
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      guard !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else { continue }
      var writer = JSONWriter()
      do {
        try answer(try JSONDocument.parse(Array(line)), &writer)
      } catch {
        refused += 1
        writer = JSONWriter()
        writer.beginObject()
        writer.member("line", number)
        writer.member("error", "\(error)")
        writer.endObject()
      }
      output(String(decoding: writer.bytes, as: UTF8.self))
    }
    return refused
  }
}
