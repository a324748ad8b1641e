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
}
