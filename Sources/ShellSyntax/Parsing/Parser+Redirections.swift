/// A here-document whose operator was read, and whose body was not yet.
struct PendingHereDocument {
  let place: Place<ShellScript.HereDocument>
  /// The line that ends it.
  let delimiter: [UInt8]
  let isQuoted: Bool
  let stripsTabs: Bool
}

extension Parser {
  /// Reads a redirection if one begins here (`io_redirect` of the grammar).
  mutating func readRedirection() throws(Failure) -> Bool {
    let start = position
    guard let (descriptor, operatorStart) = redirectionBegins() else { return false }
    position = operatorStart
    var stripsTabs = false
    var operation: Script.Redirection.Operator
    let first = current
    position += 1
    var isHereDocument = false
    switch (first, joinedCurrent) {
    case (.ampersand, _):
      position = skippingJoins(position) + 1
      operation = .writeBoth
      if joinedCurrent == .greater {
        position = skippingJoins(position) + 1
        operation = .appendBoth
      }
    case (.less, .less):
      take()
      if isBash, joinedCurrent == .less {
        take()
        operation = .hereString
      } else {
        if joinedCurrent == .dash {
          take()
          stripsTabs = true
        }
        operation = .hereString
        isHereDocument = true
      }
    case (.less, .ampersand): operation = take(.duplicateInput)
    case (.less, .greater): operation = take(.readWrite)
    case (.less, _): operation = .read
    case (_, .greater): operation = take(.append)
    case (_, .ampersand): operation = take(.duplicateOutput)
    case (_, .bar): operation = take(.overwrite)
    default: operation = .write
    }
    skipBlanks()
    let target = try readTarget(of: operation)
    if isHereDocument {
      operation = .hereDocument(try openHereDocument(target, stripsTabs: stripsTabs))
    }
    redirections.add(
      Script.Redirection(
        range: ByteRange(start, position), descriptor: descriptor, operation: operation,
        target: target))
    return true
  }

  /// The descriptor before a redirection, and where its operator begins; nil where none begins here.
  private func redirectionBegins() -> (Script.Redirection.Descriptor, Int)? {
    switch current {
    case .less, .greater: return beginsProcess ? nil : (.standard, position)
    case .ampersand: return isBash && second == .greater ? (.standard, position) : nil
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      var end = position
      var number: Int32 = 0
      while byte(at: end).isDigit {
        let (tens, overflows) = number.multipliedReportingOverflow(by: 10)
        let (sum, isTooLarge) = tens.addingReportingOverflow(
          Int32(text[end] - UInt8(ascii: "0")))
        guard !overflows, !isTooLarge else { return nil }
        number = sum
        end += 1
      }
      return beginsOperator(at: end) ? (.number(number), end) : nil
    case .openBrace where isBash && byte(at: position + 1).beginsName:
      var end = position + 1
      while byte(at: end).continuesName { end += 1 }
      let name = ByteRange(position + 1, end)
      guard byte(at: end) == .closeBrace, beginsOperator(at: end + 1) else { return nil }
      return (.variable(name), end + 1)
    default: return nil
    }
  }

  private func beginsOperator(at index: Int) -> Bool {
    guard byte(at: index) == .less || byte(at: index) == .greater else { return false }
    return !(isBash && byte(at: index + 1) == .openParenthesis)
  }

  private var joinedCurrent: UInt8 { byte(at: skippingJoins(position)) }

  private mutating func take() { position = skippingJoins(position) + 1 }

  private mutating func take(
    _ operation: Script.Redirection.Operator
  ) -> Script.Redirection.Operator {
    take()
    return operation
  }

  private mutating func readTarget(
    of operation: Script.Redirection.Operator
  ) throws(Failure) -> Script.Word {
    switch operation {
    case .duplicateInput, .duplicateOutput:
      // `>&-` is an operator of its own, whatever follows.
      if current == .dash {
        let mark = parts.mark
        let range = ByteRange(position, position + 1)
        position += 1
        try add(.literal(hasSpecials: false), range)
        return Script.Word(range: range, parts: parts.close(from: mark), traits: [])
      }
    default:
      // A number that another operator follows at once is that one's descriptor.
      if current.isDigit, redirectionBegins() != nil { throw unexpected() }
    }
    guard current != 0, !current.endsWord || beginsProcess else { throw unexpected() }
    return try readWord()
  }

  // MARK: Here-documents

  private mutating func openHereDocument(
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
    let pending = pendingHereDocuments
    pendingHereDocuments = []
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
    let outer = limit
    let outerPending = pendingHereDocuments
    pendingHereDocuments = []
    position = range.lowerBound
    limit = range.upperBound
    let traits = try attempt { parser throws(Failure) in
      try parser.readQuoted(until: .hereDocument)
    }
    limit = outer
    pendingHereDocuments = outerPending
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
