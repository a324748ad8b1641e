import Foundation
import JSON
import TestKit
import Testing

/// Reads the lines of a table under Tests/Fixtures/JSON, without comments.
func table(_ name: String) throws -> [String] {
  let url = Corpora.repository.appending(path: "Tests/Fixtures/JSON/\(name)")
  return try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    .filter { !$0.hasPrefix("#") }.map(String.init)
}

/// Resolves `%XX`, by which the tables write bytes that are not printable ASCII.
func bytes(of text: some StringProtocol) -> [UInt8] {
  var bytes: [UInt8] = []
  var rest = Array(text.utf8)[...]
  while let byte = rest.popFirst() {
    if byte == UInt8(ascii: "%"),
      let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
    {
      bytes.append(value)
      rest = rest.dropFirst(2)
    } else {
      bytes.append(byte)
    }
  }
  return bytes
}

/// Parses a text that the test wrote itself.
func parse(_ text: String) throws(JSONError) -> JSONValue {
  try JSONDocument.parse(Array(text.utf8))
}

/// Decodes a base64 member of a corpus entry.
func base64(_ member: String, of entry: [String: Any]) throws -> [UInt8] {
  let text = try #require(entry[member] as? String)
  return Array(try #require(Data(base64Encoded: text)))
}
