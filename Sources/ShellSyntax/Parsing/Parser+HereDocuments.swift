/// A here-document whose operator was read, and whose body was not yet.
struct PendingHereDocument {
  let place: Place<ShellScript.HereDocument>
  /// The line that ends it.
  let delimiter: [UInt8]
  let isQuoted: Bool
  let stripsTabs: Bool
}

extension Parser {
  /// Takes note of a here-document whose operator was read.
  mutating func openHereDocument(
    _ target: Script.Word, stripsTabs: Bool
  ) throws(Failure) -> Place<Script.HereDocument> {
    let delimiter = delimiterText(of: target)
    let isQuoted = target.traits.contains(.quoted)
    // INVARIANT: the body is put in place of this at the next line end, if one comes.
    let nothing = Script.Word(
      range: ByteRange(position, position), parts: .empty, traits: [])
    let place = hereDocuments.place(Script.HereDocument(isQuoted: isQuoted, body: nothing))
    pendingHereDocuments.append(
      PendingHereDocument(
        place: place, delimiter: delimiter, isQuoted: isQuoted, stripsTabs: stripsTabs))
    return place
  }

  /// The delimiter as written but for its quotes; expansions stand for their own spelling.
  private func delimiterText(of word: Script.Word) -> [UInt8] {
    var bytes: [UInt8] = []
    appendDelimiter(word.parts, to: &bytes)
    return bytes
  }

  private func appendDelimiter(_ run: Run<Script.WordPart>, to bytes: inout [UInt8]) {
    for index in run.indices {
      let part = parts.elements[index]
      let range = part.range.range
      switch part.kind {
      case .escaped: bytes += text[range].dropFirst()
      case .singleQuoted: bytes += text[range].dropFirst().dropLast()
      case .ansiQuoted:
        bytes += AnsiText.decode(text[range].dropFirst(2).dropLast())
      case .doubleQuoted(let inner, _): appendDelimiter(inner, to: &bytes)
      default: bytes += text[range]
      }
    }
  }

  /// Reads the bodies that begin here, in the order of their operators.
  mutating func readHereDocuments() throws(Failure) {
    let pending = pendingHereDocuments[pendingStart...]
    pendingHereDocuments.removeSubrange(pendingStart...)
    for document in pending {
      let (start, end, next) = hereDocumentLines(of: document)
      let body = try readHereDocumentBody(document, from: start, to: end)
      position = next
      hereDocuments.update(document.place) {
        $0 = Script.HereDocument(isQuoted: document.isQuoted, body: body)
      }
    }
  }

  /// Finds the body's bytes, and where reading goes on after the delimiter.
  private mutating func hereDocumentLines(
    of document: PendingHereDocument
  ) -> (start: Int, end: Int, next: Int) {
    let start = position
    var line = position
    while line < limit {
      if let next = delimiterEnd(of: document, at: line) {
        extraWork += line - start
        return (start, line, next)
      }
      // Joined lines are one line: the delimiter is not looked for within it.
      while line < limit, text[line] != .newline {
        line += text[line] == .backslash && !document.isQuoted ? 2 : 1
      }
      line = min(line + 1, limit)
    }
    extraWork += line - start
    return (start, limit, limit)
  }

  /// Where reading goes on, if the line at an index is the delimiter.
  private func delimiterEnd(of document: PendingHereDocument, at line: Int) -> Int? {
    var index = line
    if document.stripsTabs { while byte(at: index) == .tab { index += 1 } }
    for expected in document.delimiter {
      if !document.isQuoted { index = skippingJoins(index) }
      guard index < limit, text[index] == expected else { return nil }
      index += 1
    }
    if !document.isQuoted { index = skippingJoins(index) }
    if index >= limit { return limit }
    if text[index] == .newline { return index + 1 }
    guard isInSubstitution, isBash else { return nil }
    // As bash has it, a line of a substitution that begins with the delimiter and holds `)` ends both.
    var end = index
    while end < limit, text[end] != .newline {
      if text[end] == .closeParenthesis { return index }
      end += 1
    }
    return nil
  }

  private mutating func readHereDocumentBody(
    _ document: PendingHereDocument, from start: Int, to end: Int
  ) throws(Failure) -> Script.Word {
    var range = start..<end
    if document.stripsTabs { range = try stripTabs(range, joinsLines: !document.isQuoted) }
    let mark = parts.mark
    let whole = ByteRange(range.lowerBound, range.upperBound)
    if document.isQuoted {
      if !whole.isEmpty { try add(.literal(hasSpecials: false), whole) }
      return Script.Word(range: whole, parts: parts.close(from: mark), traits: .quoted)
    }
    let outer = (limit, pendingStart)
    let pendingCount = pendingHereDocuments.count
    pendingStart = pendingCount
    position = range.lowerBound
    limit = range.upperBound
    let traits = try attempt { parser throws(Failure) in
      try parser.readQuoted(until: .hereDocument)
    }
    pendingHereDocuments.removeSubrange(pendingCount...)
    (limit, pendingStart) = outer
    if traits == nil { try add(.malformed, whole) }
    return Script.Word(
      range: whole, parts: parts.close(from: mark), traits: (traits ?? .expansion))
  }

  /// Gives a text without the tabs that begin its lines.
  private mutating func stripTabs(
    _ range: Range<Int>, joinsLines: Bool
  ) throws(Failure) -> Range<Int> {
    var pieces: [Range<Int>] = []
    var index = range.lowerBound
    while index < range.upperBound {
      while index < range.upperBound, text[index] == .tab { index += 1 }
      let start = index
      while index < range.upperBound, text[index] != .newline {
        index += text[index] == .backslash && joinsLines ? 2 : 1
      }
      index = min(index + 1, range.upperBound)
      pieces.append(start..<index)
    }
    return try derive(pieces)
  }
}
