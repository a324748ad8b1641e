/// Finds characters of a scalar's text in the document it was read from, whatever its style.
///
/// Quoting and folding change white space and escapes and nothing else, so the n-th visible character
/// of the text is the n-th visible one of its source. This lets a mistake in an expression be shown
/// where it stands in the file.
package enum YAMLScalarLocator {
  /// Finds the document position of the text's character at `line` and `column`, both from 1.
  package static func position(
    ofLine line: Int, column: Int, in node: YAMLNode, of bytes: [UInt8]
  ) -> YAMLPosition {
    guard let text = node.string else { return node.position }
    var source = Source(bytes: bytes, from: node.position)
    source.skipProperties()
    source.skipOpening(node.style ?? .plain)
    let (target, total) = visibleCharacters(of: text, beforeLine: line, column: column)
    var seen = 0
    while seen < total, let unit = source.next(node.style ?? .plain) {
      guard unit.isVisible else { continue }
      if seen == target { return unit.position }
      seen += 1
    }
    return source.position
  }

  /// Counts the visible characters before a place in the text, and all of them.
  private static func visibleCharacters(
    of text: String, beforeLine line: Int, column: Int
  ) -> (before: Int, total: Int) {
    var (at, before, total) = (YAMLPosition(line: 1, column: 1), 0, 0)
    let target = YAMLPosition(line: line, column: column)
    for scalar in text.unicodeScalars {
      if scalar.value > 0x20 {
        total += 1
        if at < target { before += 1 }
      }
      at = at.advanced(over: scalar)
    }
    return (before, total)
  }
}

/// Walks the source of one scalar, a character or an escape at a time.
private struct Source {
  private var rest: ArraySlice<UInt8>.Iterator
  private var decoder = UTF8()
  private var current: Unicode.Scalar?
  private(set) var position: YAMLPosition

  init(bytes: [UInt8], from start: YAMLPosition) {
    var line = 1
    var offset = 0
    while line < start.line, offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "\n") { line += 1 }
      offset += 1
    }
    rest = bytes[offset...].makeIterator()
    position = YAMLPosition(line: line, column: 1)
    current = decode()
    while position < start, advance() != nil {}
  }

  private mutating func decode() -> Unicode.Scalar? {
    switch decoder.decode(&rest) {
    case .scalarValue(let scalar): scalar
    case .emptyInput, .error: nil
    }
  }

  @discardableResult private mutating func advance() -> Unicode.Scalar? {
    guard let scalar = current else { return nil }
    current = decode()
    position = position.advanced(over: scalar)
    return scalar
  }

  /// Steps over an anchor and a tag before the value.
  mutating func skipProperties() {
    while current == "&" || current == "!" {
      while let scalar = current, scalar.value > 0x20 { advance() }
      while let scalar = current, scalar.value <= 0x20 { advance() }
    }
  }

  /// Steps over an opening quote, or the header line of a block.
  mutating func skipOpening(_ style: YAMLNode.Style) {
    switch style {
    case .plain: break
    case .singleQuoted, .doubleQuoted: advance()
    case .literal, .folded: while let scalar = advance(), scalar != "\n" {}
    }
  }

  mutating func next(_ style: YAMLNode.Style) -> (position: YAMLPosition, isVisible: Bool)? {
    let start = position
    guard let scalar = advance() else { return nil }
    switch (style, scalar) {
    case (.singleQuoted, "'"): advance()
    case (.doubleQuoted, "\\"): return (start, isVisible: escape())
    default: break
    }
    return (start, isVisible: scalar.value > 0x20)
  }

  /// Steps over the rest of an escape, and says whether it stands for a visible character.
  private mutating func escape() -> Bool {
    let digits: Int
    switch advance() {
    case "x": digits = 2
    case "u": digits = 4
    case "U": digits = 8
    case "\"", "/", "\\", "N", "_", "L", "P": return true
    default: return false
    }
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let scalar = advance(), let digit = Character(scalar).hexDigitValue else { break }
      value = value << 4 | UInt32(digit)
    }
    return value > 0x20
  }
}

extension YAMLPosition {
  /// The position after `scalar`, where a line ends with a line feed.
  fileprivate func advanced(over scalar: Unicode.Scalar) -> YAMLPosition {
    scalar == "\n"
      ? YAMLPosition(line: line + 1, column: 1) : YAMLPosition(line: line, column: column + 1)
  }
}
