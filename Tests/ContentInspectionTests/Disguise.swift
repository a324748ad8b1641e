import Foundation

/// The ways in which the tests write a text otherwise than it is meant.
enum Disguise: String {
  case percent, percent2, base64, base64url, base64x2, powershell, hex, entities, json, split
  case adjacent, zerowidth, fullwidth, cyrillic, base64lines, hexlines, continued
  case base32, hexcolons, hexarray, hexdashes, quoted, softbreak

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
    case .base32: base32(text)
    case .hexcolons: text.utf8.map { String(format: "%02x", $0) }.joined(separator: ":")
    case .hexarray: text.utf8.map { String(format: "0x%02X", $0) }.joined(separator: ", ")
    case .hexdashes: text.utf8.map { String(format: "%02X", $0) }.joined(separator: "-")
    case .quoted: text.utf8.map { String(format: "=%02X", $0) }.joined()
    case .softbreak:
      String(repeating: "x ", count: 30) + text.prefix(20) + "=\r\n" + text.dropFirst(20)
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

  /// RFC 4648, section 6.
  private func base32(_ text: String) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    let bits = text.utf8.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
    return String(
      stride(from: 0, to: bits.count, by: 5).map { start in
        alphabet[
          (0..<5).reduce(0) { $0 << 1 | Int(start + $1 < bits.count ? bits[start + $1] : 0) }]
      })
  }

  private func lines(_ text: String, of length: Int) -> String {
    stride(from: 0, to: text.count, by: length)
      .map { text.dropFirst($0).prefix(length) }.joined(separator: "\n")
  }
}
