/// Parts of words: what stands behind a prefix, before a colon, beside a comma.
extension Word {
  /// The word without its first bytes, which lie in its first text.
  func dropping(_ count: Int) -> Word {
    guard count > 0, case .text(let text)? = parts.first else { return self }
    let rest = String(Substring(text.utf8.dropFirst(count)))
    return Word(
      parts: rest.isEmpty ? Array(parts.dropFirst()) : [.text(rest)] + parts.dropFirst(),
      bytes: bytes)
  }

  /// What stands before and after the first of some bytes, all ASCII, that is known to be there.
  func split(at isSeparator: (UInt8) -> Bool) -> (before: Word, after: Word)? {
    if let text = constant {
      guard let place = text.utf8.firstIndex(where: isSeparator) else { return nil }
      let before = String(Substring(text.utf8[..<place]))
      let after = String(Substring(text.utf8[text.utf8.index(after: place)...]))
      return (Word(before, bytes: bytes), Word(after, bytes: bytes))
    }
    for (index, part) in parts.enumerated() {
      guard case .text(let text) = part,
        let place = text.utf8.firstIndex(where: isSeparator)
      else { continue }
      let before = String(Substring(text.utf8[..<place]))
      let after = String(Substring(text.utf8[text.utf8.index(after: place)...]))
      return (
        Word(parts: parts[..<index] + (before.isEmpty ? [] : [.text(before)]), bytes: bytes),
        Word(
          parts: (after.isEmpty ? [] : [.text(after)]) + parts[(index + 1)...], bytes: bytes)
      )
    }
    return nil
  }

  /// The word's pieces between the occurrences of a byte, which is ASCII, that are known to be there.
  func split(separator: UInt8) -> [Word] {
    var pieces: [Word] = []
    var current: [Part] = []
    for part in parts {
      guard case .text(let text) = part else {
        current.append(part)
        continue
      }
      let texts = text.utf8.split(separator: separator, omittingEmptySubsequences: false)
      for (index, piece) in texts.enumerated() {
        if index > 0 {
          pieces.append(Word(parts: current, bytes: bytes))
          current = []
        }
        if !piece.isEmpty { current.append(.text(String(Substring(piece)))) }
      }
    }
    pieces.append(Word(parts: current, bytes: bytes))
    return pieces
  }

  /// Whether the word begins with that text.
  func begins(with prefix: String) -> Bool { parts.begin(with: prefix) }

  /// Whether an option might stand here: what nobody knows, unless it was given as a value, is a directory with names
  /// below it, or a pattern says how the names in a directory end.
  var mayBeOption: Bool {
    guard isUnknownAtStart, parts.first != .given else { return false }
    if case .segment(let pattern) = parts[0], pattern.utf8.contains(UInt8(ascii: ".")) {
      return false
    }
    if parts.count > 1, case .text(let text) = parts[1] { return text.utf8.first != 0x2F }
    return true
  }

  /// Whether nobody knows how the word begins.
  var isUnknownAtStart: Bool {
    switch parts.first {
    case .segment, .anything, .given: true
    case .text, .below, nil: false
    }
  }

  /// The word up to what is somewhere below it: the directory in which whatever is listed lies.
  var untilBelow: Word {
    guard let index = parts.firstIndex(of: .below), index > 0 else { return self }
    return Word(parts: Array(parts[..<index]), bytes: bytes)
  }

  /// Words one after the other with blanks between them, as `ssh` and `watch` join them.
  static func joined(_ words: some Collection<Word>) -> Word? {
    guard let first = words.first else { return nil }
    var parts: [Part] = []
    var text = ""
    var end = first.bytes.upperBound
    for (index, word) in words.enumerated() {
      if index > 0 { text += " " }
      for part in word.parts {
        if case .text(let more) = part {
          text += more
        } else {
          if !text.isEmpty { parts.append(.text(text)) }
          text = ""
          parts.append(part)
        }
      }
      end = max(end, word.bytes.upperBound)
    }
    if !text.isEmpty { parts.append(.text(text)) }
    return Word(parts: parts, bytes: min(first.bytes.lowerBound, end)..<end)
  }

  /// The word with other parts in the place of every occurrence of a text: of `{}` in `xargs -I {}`.
  func replacing(_ placeholder: String, with replacement: Parts) -> Word {
    guard !placeholder.isEmpty else { return self }
    let wanted = Array(placeholder.utf8)
    var result: [Part] = []
    for part in parts {
      guard case .text(let text) = part else {
        result.append(part)
        continue
      }
      let bytes = Array(text.utf8)
      var start = 0
      var index = 0
      while index + wanted.count <= bytes.count {
        if bytes[index] == wanted[0],
          bytes[index..<index + wanted.count].elementsEqual(wanted)
        {
          if start < index {
            result.append(.text(String(decoding: bytes[start..<index], as: UTF8.self)))
          }
          for part in replacement { result.append(part) }
          index += wanted.count
          start = index
        } else {
          index += 1
        }
      }
      if start < bytes.count {
        result.append(.text(String(decoding: bytes[start...], as: UTF8.self)))
      }
    }
    return Word(parts: Self.merged(result), bytes: self.bytes)
  }

  /// The parts with texts that stand beside each other made one.
  static func merged(_ parts: [Part]) -> [Part] {
    var result: [Part] = []
    for part in parts {
      if case .text(let more) = part, case .text(let text)? = result.last {
        result[result.count - 1] = .text(text + more)
      } else {
        result.append(part)
      }
    }
    return result
  }
}
