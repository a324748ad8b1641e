import Foundation
import TestKit

/// Fills the places of a fixture's text with letters drawn from a fixed seed, so that no fixture holds what looks live.
struct Template {
  private static let classes: [Character: [UInt8]] = [
    "a": Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8),
    "d": Array("0123456789".utf8), "h": Array("0123456789abcdef".utf8),
    "H": Array("0123456789ABCDEFabcdef".utf8),
    "A": Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8),
    "L": Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8),
    "l": Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8),
    "u": Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8),
    "b": Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8),
    "2": Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8),
    "Q": Array("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".utf8),
  ]

  /// `{a36}` becomes 36 letters of class `a`, `\n` a new line, and `{{` a brace.
  static func fill(_ text: Substring, seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed)
    var output = ""
    var rest = text[...]
    while let first = rest.first {
      if rest.hasPrefix("{{") || rest.hasPrefix("}}") {
        output.append(first)
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix("\\u{{"), let end = rest.range(of: "}}"),
        let value = UInt32(rest[..<end.lowerBound].dropFirst(4), radix: 16),
        let scalar = Unicode.Scalar(value)
      {
        output.unicodeScalars.append(scalar)
        rest = rest[end.upperBound...]
      } else if rest.hasPrefix("\\n") {
        output += "\n"
        rest = rest.dropFirst(2)
      } else if first == "{", let end = rest.firstIndex(of: "}"),
        let letters = rest.dropFirst().first.flatMap({ classes[$0] }),
        let count = Int(rest[..<end].dropFirst(2))
      {
        let drawn = (0..<count).map { _ in
          letters[Int.random(in: letters.indices, using: &generator)]
        }
        output += String(decoding: drawn, as: UTF8.self)
        rest = rest[rest.index(after: end)...]
      } else {
        output.append(first)
        rest = rest.dropFirst()
      }
    }
    return output
  }
}
