internal import UnicodeText

extension Scan {
  /// How much of the surroundings of an escape is decoded with it, in bytes.
  private static let surroundings = 160

  /// Notes the surroundings of what is written otherwise than it is meant.
  mutating func escape(at index: Int) {
    guard Self.isSuspicious(text, at: index) else { return }
    let start = max(0, index - Self.surroundings)
    let end = min(text.count, index + Self.surroundings)
    if let last = escaped.last, last.upperBound >= start {
      escaped[escaped.count - 1] = last.lowerBound..<end
    } else {
      escaped.append(start..<end)
    }
  }

  private static func isSuspicious(_ text: [UInt8], at index: Int) -> Bool {
    let byte = text[index]
    if byte >= 0x80 { return isDisguise(text, at: index) }
    if byte == UInt8(ascii: "\\") {
      guard index + 1 < text.count else { return false }
      switch text[index + 1] {
      // A line that goes on in the middle of a word hides the word.
      case 0x0A:
        return index > 0 && index + 2 < text.count && ByteSet.word.contains(text[index - 1])
          && ByteSet.word.contains(text[index + 2])
      // What ends lines and strings all over hides nothing.
      case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "\""),
        UInt8(ascii: "'"), UInt8(ascii: "\\"):
        return false
      default: break
      }
    }
    return Escape.read(text, at: index) != nil
  }

  /// Tells whether a character could stand for ASCII, or for nothing at all.
  ///
  /// Most characters of most scripts never do; letters of those with look-alikes only beside ASCII ones.
  private static func isDisguise(_ text: [UInt8], at index: Int) -> Bool {
    let (byte, next) = (text[index], index + 1 < text.count ? text[index + 1] : 0)
    switch byte {
    case 0xC2: return next == 0xAD
    case 0xCC, 0xCD, 0xF3: return true
    case 0xC7...0xCB, 0xCE...0xD6:
      return index > 0 && ASCII.isLetter(text[index - 1])
        || index + 2 < text.count && ASCII.isLetter(text[index + 2])
    case 0xE1: return next == 0x85 || next == 0x9E || next == 0xA0 || next == 0xB4 || next == 0xB5
    case 0xE2:
      guard next == 0x80 || next == 0x81, index + 2 < text.count else {
        return 0x82...0x86 ~= next || next == 0x91 || next == 0x92 || next == 0x93 || next == 0xB1
      }
      return next == 0x81 || 0x8B...0x8F ~= text[index + 2] || 0xA8...0xAE ~= text[index + 2]
    case 0xE3: return next == 0x85
    case 0xEF: return next >= 0xB8
    case 0xF0:
      return next == 0x9D || next == 0x9F && index + 2 < text.count && text[index + 2] == 0x84
    default: return false
    }
  }

  /// The surroundings of all escapes, decoded; nil where nothing means anything but itself.
  mutating func unescaped() -> [Origin]? {
    guard !escaped.isEmpty else { return nil }
    var output = MappedText.Builder(capacity: escaped.reduce(0) { $0 + $1.count })
    var changes = 0
    for region in escaped {
      let resolved = decode(region, into: &output)
      changes += resolved.changes
      if resolved.encodings > 0 { hidesMore = true }
      output.append([0x0A], from: region.upperBound..<region.upperBound)
      guard output.bytes.count <= report.decodedLeft else {
        report.giveUp()
        break
      }
    }
    let plain = output.finish()
    report.decodedLeft -= plain.bytes.count
    report.work += plain.bytes.count
    let form: TextForm = [.compatibility, .withoutInvisible, .tagsAsText, .latinLookalikes]
    let unchanged = changes == 0 ? nil : [Origin(map: plain)]
    guard !plain.bytes.span.isPlain else { return unchanged }
    let normal = form.applied(to: plain.bytes)
    report.work += normal.bytes.count
    guard normal.bytes != plain.bytes else { return unchanged }
    hidesMore = true
    return [Origin(map: normal), Origin(map: plain)]
  }

  /// Appends a region with its escapes resolved, and says how many those were, and how many of them encodings.
  private func decode(_ region: Range<Int>, into output: inout MappedText.Builder) -> (
    changes: Int, encodings: Int
  ) {
    var (changes, encodings) = (0, 0)
    let span = text.span
    var index = region.lowerBound
    var copied = index
    while index < region.upperBound {
      guard let escape = Escape.read(text, at: index) else {
        index += 1
        continue
      }
      output.append(verbatim: copied..<index, of: span)
      let end = index + escape.length
      output.append(escape.meaning, from: index..<end)
      changes += 1
      encodings += escape.isEncoding ? 1 : 0
      index = end
      copied = end
    }
    if copied < region.upperBound { output.append(verbatim: copied..<region.upperBound, of: span) }
    return (changes, encodings)
  }
}
