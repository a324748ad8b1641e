internal import ByteParsing
internal import UnicodeText

extension Scan {
  /// What long runs stand for that are text in base64 or hexadecimal digits; nil where none is.
  mutating func decoded() -> Origin? {
    var output = MappedText.Builder()
    for (range, isHex) in encodings {
      report.work += range.count
      if isHex, range.count.isMultiple(of: 2), appendHex(range, to: &output) { continue }
      if appendBase64(range, to: &output) { continue }
      // A path or a name before it may have shifted its groups.
      let parts = text[range].split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "-") }
      for part in parts.prefix(16) where part.count >= 20 {
        _ = appendBase64(part.startIndex..<part.endIndex, to: &output)
      }
      guard output.bytes.count <= report.decodedLeft else {
        report.giveUp()
        break
      }
    }
    guard !output.bytes.isEmpty else { return nil }
    hidesMore = true
    let map = output.finish()
    report.decodedLeft -= map.bytes.count
    report.work += map.bytes.count
    return Origin(map: map)
  }

  private func appendHex(_ range: Range<Int>, to output: inout MappedText.Builder) -> Bool {
    func byte(_ index: Int) -> UInt8? {
      guard let high = Hex.value(of: text[index]), let low = Hex.value(of: text[index + 1]) else {
        return nil
      }
      return high << 4 | low
    }
    // Checksums show within a few bytes that they are no text.
    for index in stride(from: range.lowerBound, to: range.upperBound, by: 2) {
      guard let byte = byte(index), isText(byte) else { return false }
    }
    for index in stride(from: range.lowerBound, to: range.upperBound, by: 2) {
      guard let byte = byte(index) else { continue }
      output.append(CollectionOfOne(byte), from: index..<(index + 2))
    }
    output.append([0x0A], from: range.upperBound..<range.upperBound)
    return true
  }

  private func appendBase64(_ range: Range<Int>, to output: inout MappedText.Builder) -> Bool {
    // Checksums, names and pictures show what they are at once.
    guard Base64Text.beginsAsText(text, range), let bytes = Base64.decodeEither(text[range]) else {
      return false
    }
    let isWide = bytes.indices.prefix(12).allSatisfy { $0.isMultiple(of: 2) || bytes[$0] == 0 }
    guard isWide ? bytes.allSatisfy({ isText($0) || $0 == 0 }) : isReadable(bytes) else {
      return false
    }
    for group in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[group..<min(group + 3, bytes.count)]
      let start = range.lowerBound + group / 3 * 4
      let origin = start..<min(start + 4, range.upperBound)
      if isWide {
        output.append(part.filter { $0 != 0 }, from: origin)
      } else {
        output.append(part, from: origin)
      }
    }
    output.append([0x0A], from: range.upperBound..<range.upperBound)
    return true
  }

  /// Tells whether bytes are UTF-8, but for a last character cut off, and hardly ever control characters.
  private func isReadable(_ bytes: [UInt8]) -> Bool {
    guard bytes.count(where: isText) * 20 >= bytes.count * 19 else { return false }
    let span = bytes.span
    var index = 0
    while index < bytes.count {
      let length = span.lengthOfUTF8(at: index)
      guard length > 0 else { return index + 3 >= bytes.count }
      index += length
    }
    return true
  }

  private func isText(_ byte: UInt8) -> Bool {
    0x20...0x7E ~= byte || byte >= 0x80 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}
