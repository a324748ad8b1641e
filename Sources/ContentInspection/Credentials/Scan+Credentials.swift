internal import ByteParsing

extension Scan {
  /// Looks for the token whose keyword was found.
  mutating func token(_ number: Int, at keyword: Range<Int>) {
    guard
      let (range, severity) = tables.tokens[number].find(
        text, keywordAt: keyword.lowerBound, work: &report.work)
    else { return }
    add(tables.tokens[number].detector, range, severity: severity)
  }

  /// Looks for the value of a name that holds a service's.
  mutating func service(_ number: Int, word: Int, at keyword: Range<Int>) {
    let service = tables.services[number]
    guard service.takes(text, keyword, as: word), let assignment = assignment(at: keyword),
      service.matches(text, assignment.value), !Placeholder.isTemplate(text, assignment.value)
    else { return }
    add(service.detector, assignment.value)
  }

  /// Looks for the value of a name that speaks of secrets.
  mutating func secretName(at keyword: Range<Int>) {
    guard let assignment = assignment(at: keyword), assignment.value != lastJudged else { return }
    lastJudged = assignment.value
    guard let detector = GenericSecret.judge(assignment, text) else {
      return connectionString(assignment)
    }
    add(detector, assignment.value)
  }

  /// Looks for a chosen password among the settings of a connection: `Server=…;User Id=…;Password=…`.
  private mutating func connectionString(_ assignment: Assignment) {
    let value = assignment.value
    guard value.count >= 3, text[assignment.name.upperBound] == UInt8(ascii: "="),
      let before = text[..<assignment.name.lowerBound].suffix(2).last(where: { $0 != 0x20 }),
      before == UInt8(ascii: ";"), SecretName.meaning(text, assignment.name) == .password,
      !Placeholder.isTemplate(text, value)
    else { return }
    let around = max(0, assignment.name.lowerBound - 300)..<assignment.name.lowerBound
    report.work += around.count
    for word in ["server=", "data source=", "host=", "user id=", "uid=", "username="]
    where text.containsFolded(Array(word.utf8), in: around) {
      return add(.connectionPassword, value)
    }
  }

  /// Reads the assignment that a word is part of; words of one name share it.
  private mutating func assignment(at keyword: Range<Int>) -> Assignment? {
    if let last = lastAssignment, last.name.lowerBound <= keyword.lowerBound,
      keyword.upperBound <= last.name.upperBound
    {
      return last
    }
    lastAssignment = Assignment.around(keyword, in: text, work: &report.work)
    return lastAssignment
  }

  /// Reports a private key.
  mutating func privateKey(at keyword: Range<Int>) {
    guard let range = keys.find(text, begin: keyword, work: &report.work) else { return }
    add(.privateKey, range)
  }

  /// Reports what an `Authorization` header carries.
  mutating func authorization(at keyword: Range<Int>) {
    guard let assignment = assignment(at: keyword) else { return }
    let value = assignment.value
    guard value.count >= 8, !assignment.isListed, isHeaderValue(value) else { return }
    let isBasic =
      value.lowerBound >= 6 && text.hasFolded("basic", at: value.lowerBound - 6)
    if isBasic {
      guard let decoded = Base64.decodeEither(text[value]), decoded.contains(UInt8(ascii: ":"))
      else { return }
      add(.authorization, value)
    } else if text[value].contains(where: ASCII.isDigit),
      Entropy.hundredths(text, value) >= 275
    {
      add(.authorization, value)
    }
  }

  func isHeaderValue(_ value: Range<Int>) -> Bool {
    let letters = ByteSet("\\b=~@._-")
    return text[value].allSatisfy { letters.contains($0) } && !Placeholder.isTemplate(text, value)
  }

  /// Reports the password in `machine … login … password …` (netrc).
  mutating func netrc(at keyword: Range<Int>) {
    var index = keyword.upperBound
    guard word(&index) != nil, let name = word(&index), name.count == 8,
      text.hasFolded("password", at: name.lowerBound), let value = word(&index), value.count >= 3,
      !Placeholder.isTemplate(text, value)
    else { return }
    add(.netrc, value)
  }

  /// Reads the next word on the way, at most 256 bytes long.
  private mutating func word(_ index: inout Int) -> Range<Int>? {
    let limit = min(text.count, index + 300)
    while index < limit, ASCII.isBlank(text[index]) { index += 1 }
    let start = index
    while index < limit, !ASCII.isBlank(text[index]) { index += 1 }
    report.work += index - start
    return index > start ? start..<index : nil
  }
}
