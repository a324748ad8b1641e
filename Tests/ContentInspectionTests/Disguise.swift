import Foundation

/// The ways in which the tests write a text otherwise than it is meant.
enum Disguise: String {
  case percent, percent2, base64, base64url, base64x2, powershell, hex, entities, json, split
  case adjacent, zerowidth, fullwidth, cyrillic, base64lines, hexlines, continued

  func apply(_ text: String) -> String {
    switch self {
    case .percent: text.utf8.map { String(format: "%%%02x", $0) }.joined()
    case .percent2: text.utf8.map { String(format: "%%25%02x", $0) }.joined()
    case .base64: Data(text.utf8).base64EncodedString()
    case .base64url:
      Data(text.utf8).base64EncodedString().replacingOccurrences(of: "=", with: "")
        .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
    case .base64x2: Data(Data(text.utf8).base64EncodedData()).base64EncodedString()
    case .powershell: Data(text.utf8.flatMap { [$0, 0] }).base64EncodedString()
    case .hex: text.utf8.map { String(format: "%02x", $0) }.joined()
    case .entities: text.utf8.map { "&#\($0);" }.joined()
    case .json: text.utf8.map { String(format: "\\u%04x", $0) }.joined()
    case .split: "\"" + text.prefix(3) + "\" + \"" + text.dropFirst(3) + "\""
    case .adjacent: "'" + text.prefix(3) + "' '" + text.dropFirst(3) + "'"
    case .base64lines: lines(Data(text.utf8).base64EncodedString(), of: 40)
    case .hexlines: lines(text.utf8.map { String(format: "%02x", $0) }.joined(), of: 60)
    case .continued: text.prefix(20) + "\\\n" + text.dropFirst(20)
    case .zerowidth: text.map { "\($0)\u{200B}" }.joined()
    case .fullwidth:
      String(
        String.UnicodeScalarView(
          text.unicodeScalars.map {
            0x21...0x7E ~= $0.value ? Unicode.Scalar($0.value + 0xFEE0) ?? $0 : $0
          }))
    case .cyrillic:
      text.replacingOccurrences(of: "o", with: "\u{43E}").replacingOccurrences(
        of: "p", with: "\u{440}")
    }
  }

  private func lines(_ text: String, of length: Int) -> String {
    stride(from: 0, to: text.count, by: length)
      .map { text.dropFirst($0).prefix(length) }.joined(separator: "\n")
  }
}
