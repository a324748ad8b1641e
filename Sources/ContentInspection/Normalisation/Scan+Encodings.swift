internal import ByteParsing
internal import UnicodeText

extension Scan {
  /// What long runs stand for that are text in base64 or hexadecimal digits; nil where none is.
  mutating func decoded() -> Origin? {
    var output = MappedText.Builder()
    var (joinedEnd, triedEnd) = (0, 0)
    for (range, isHex) in encodings where range.lowerBound >= joinedEnd {
      report.work += range.count
      if range.lowerBound >= triedEnd, let lines = EncodedLines(text, first: range) {
        report.work += lines.letters.count
        triedEnd = lines.end
        if append(lines.letters, isHex: isHex, to: &output, from: lines.place(of:)) {
          joinedEnd = lines.end
        }
      }
      if range.lowerBound >= joinedEnd { appendLine(range, isHex: isHex, to: &output) }
      guard output.bytes.count <= report.decodedLeft else {
        report.giveUp()
        break
      }
    }
    for pairs in hexPairs where output.bytes.count <= report.decodedLeft {
      for (index, byte) in pairs.bytes.enumerated() {
        output.append(CollectionOfOne(byte), from: pairs.place(of: index))
      }
      let end = pairs.place(of: pairs.bytes.count - 1).upperBound
      output.append([0x0A], from: end..<end)
    }
    guard !output.bytes.isEmpty else { return nil }
    hidesMore = true
    let map = output.finish()
    report.decodedLeft -= map.bytes.count
    report.work += map.bytes.count
    return Origin(map: map)
  }

  /// Appends what one line stands for, if it is text.
  private func appendLine(_ range: Range<Int>, isHex: Bool, to output: inout MappedText.Builder) {
    let start = range.lowerBound
    if append(
      text[range], isHex: isHex, to: &output,
      from: { start + $0.lowerBound..<start + $0.upperBound })
    {
      return
    }
    // A path or a name before it may have shifted its groups.
    let parts = text[range].split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "-") }
    for part in parts.prefix(16) where part.count >= 20 {
      let start = part.startIndex
      _ = appendBase64(
        part, to: &output, from: { start + $0.lowerBound..<start + $0.upperBound })
    }
  }

  /// Appends what letters stand for, each byte with its place; false where they are no text.
  private func append(
    _ letters: ArraySlice<UInt8>, isHex: Bool, to output: inout MappedText.Builder,
    from place: (Range<Int>) -> Range<Int>
  ) -> Bool {
    if isHex, letters.count.isMultiple(of: 2), appendHex(letters, to: &output, from: place) {
      return true
    }
    return appendBase64(letters, to: &output, from: place)
      || appendBase32(letters, to: &output, from: place)
  }

  private func appendBase32(
    _ letters: ArraySlice<UInt8>, to output: inout MappedText.Builder,
    from place: (Range<Int>) -> Range<Int>
  ) -> Bool {
    guard let bytes = Base32Text.decode(letters), isReadable(bytes) else { return false }
    for group in stride(from: 0, to: bytes.count, by: 5) {
      let start = group / 5 * 8
      output.append(
        bytes[group..<min(group + 5, bytes.count)],
        from: place(start..<min(start + 8, letters.count)))
    }
    endLine(letters.count, in: &output, from: place)
    return true
  }

  private func appendHex(
    _ letters: ArraySlice<UInt8>, to output: inout MappedText.Builder,
    from place: (Range<Int>) -> Range<Int>
  ) -> Bool {
    let start = letters.startIndex
    func byte(_ offset: Int) -> UInt8? {
      guard let high = Hex.value(of: letters[start + offset]),
        let low = Hex.value(of: letters[start + offset + 1])
      else { return nil }
      return high << 4 | low
    }
    // Checksums show within a few bytes that they are no text.
    for offset in stride(from: 0, to: letters.count, by: 2) {
      guard let byte = byte(offset), isText(byte) else { return false }
    }
    for offset in stride(from: 0, to: letters.count, by: 2) {
      guard let byte = byte(offset) else { continue }
      output.append(CollectionOfOne(byte), from: place(offset..<(offset + 2)))
    }
    endLine(letters.count, in: &output, from: place)
    return true
  }

  private func appendBase64(
    _ letters: ArraySlice<UInt8>, to output: inout MappedText.Builder,
    from place: (Range<Int>) -> Range<Int>
  ) -> Bool {
    // Checksums, names and pictures show what they are at once.
    guard Base64Text.beginsAsText(letters), let bytes = Base64.decodeEither(letters) else {
      return false
    }
    let isWide = bytes.indices.prefix(12).allSatisfy { $0.isMultiple(of: 2) || bytes[$0] == 0 }
    guard isWide ? bytes.allSatisfy({ isText($0) || $0 == 0 }) : isReadable(bytes) else {
      return false
    }
    for group in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[group..<min(group + 3, bytes.count)]
      let start = group / 3 * 4
      let origin = place(start..<min(start + 4, letters.count))
      if isWide {
        output.append(part.filter { $0 != 0 }, from: origin)
      } else {
        output.append(part, from: origin)
      }
    }
    endLine(letters.count, in: &output, from: place)
    return true
  }

  /// Puts a line's end behind what so many letters stood for.
  private func endLine(
    _ count: Int, in output: inout MappedText.Builder, from place: (Range<Int>) -> Range<Int>
  ) {
    let end = place(count - 1..<count).upperBound
    output.append([0x0A], from: end..<end)
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
