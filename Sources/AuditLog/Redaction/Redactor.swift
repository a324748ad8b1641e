import JSON

/// Takes secrets out of arguments before they are recorded, in one pass over their canonical JSON.
///
/// Two things are taken out: the whole value under a key that names a secret (`password`,
/// `api_key`, …), and within any other string whatever has the shape of a known credential. Both
/// become `[redacted]`.
package enum Redactor {
  /// What is hidden: a whole value, quotes included, or a part of a string.
  private struct Hidden {
    let range: Range<Int>
    let isValue: Bool
  }

  /// What stands in the place of a secret.
  package static let mark = "[redacted]"
  private static let markBytes = Array(mark.utf8)

  /// Returns canonical JSON without its secrets; the very same bytes where there are none.
  ///
  /// Canonical JSON has no white space, so that a string is a key exactly if a colon follows it.
  package static func redact(_ canonical: [UInt8]) -> [UInt8] {
    let hidden = find(in: canonical.span)
    guard !hidden.isEmpty else { return canonical }
    var output: [UInt8] = []
    output.reserveCapacity(canonical.count)
    var copied = 0
    for hidden in hidden {
      output += canonical[copied..<hidden.range.lowerBound]
      if hidden.isValue { output.append(UInt8(ascii: "\"")) }
      output += markBytes
      if hidden.isValue { output.append(UInt8(ascii: "\"")) }
      copied = hidden.range.upperBound
    }
    return output + canonical[copied...]
  }

  /// Returns text without the credentials in it.
  package static func redact(text: String) -> String {
    var writer = JSONWriter(capacity: text.utf8.count + 2)
    writer.string(text)
    let redacted = redact(writer.bytes)
    guard redacted != writer.bytes else { return text }
    return (try? JSONDocument.parse(redacted))?.string ?? "[redacted]"
  }

  private static func find(in bytes: Span<UInt8>) -> [Hidden] {
    let (names, shapes) = (SecretNames.standard, CredentialShapes.standard)
    var hidden: [Hidden] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\"") else {
        index += 1
        continue
      }
      let content = index + 1..<endOfString(bytes, from: index + 1)
      index = content.upperBound + 1
      if index < bytes.count, bytes[index] == UInt8(ascii: ":") {
        guard names.isSecret(bytes, content) else { continue }
        let value = index + 1..<endOfValue(bytes, from: index + 1)
        hidden.append(Hidden(range: value, isValue: true))
        index = value.upperBound
      } else {
        shapes.find(in: bytes, content) { range in
          hidden.append(Hidden(range: range, isValue: false))
        }
      }
    }
    return hidden
  }

  /// Finds a string's closing quote; the end of the text where there is none.
  private static func endOfString(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index, bytes.count)
  }

  /// Finds where a value of any kind ends.
  private static func endOfValue(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var (index, depth) = (start, 0)
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""): index = endOfString(bytes, from: index + 1)
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return index }
        depth -= 1
      case UInt8(ascii: ","): if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return min(index, bytes.count)
  }
}
