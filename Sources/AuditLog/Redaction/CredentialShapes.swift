/// Finds known kinds of credentials in text by their shapes.
struct CredentialShapes: Sendable {
  /// The shapes that are always looked for.
  static let standard = CredentialShapes()

  /// One shape a line: prefix, classes (A upper, a lower, 0 digit, - dash and underscore, . dot, +
  /// base64), least count; `>` keeps the prefix, and `~` stands for a space.
  private static let table = """
    AKIA A0 16
    ASIA A0 16
    ghp_ Aa0 30
    gho_ Aa0 30
    ghu_ Aa0 30
    ghs_ Aa0 30
    ghr_ Aa0 30
    github_pat_ Aa0- 30
    glpat- Aa0- 18
    sk- Aa0- 20
    sk_live_ Aa0 16
    sk_test_ Aa0 16
    rk_live_ Aa0 16
    whsec_ Aa0+ 20
    xoxa- Aa0- 10
    xoxb- Aa0- 10
    xoxp- Aa0- 10
    xoxr- Aa0- 10
    xoxs- Aa0- 10
    xapp- Aa0- 10
    AIza Aa0- 35
    ya29. Aa0- 20
    npm_ Aa0 36
    pypi-AgEI Aa0- 16
    hf_ Aa0 30
    SG. Aa0-. 40
    shpat_ a0 32
    dop_v1_ a0 64
    AccountKey= Aa0+ 40 >
    Bearer~ Aa0-.+ 12 >
    bearer~ Aa0-.+ 12 >
    Basic~ Aa0+ 12 >
    """

  /// The shapes by their first byte.
  private let shapes: [[CredentialShape]]
  /// True for the bytes that a shape begins with.
  private let begins: [Bool]
  private let classes = LetterClass.table()
  private let schemeEnd = Array("://".utf8)
  private let webTokenStart = Array("eyJ".utf8)
  private let pemBegin = Array("-----BEGIN ".utf8)
  private let pemKind = Array("PRIVATE KEY".utf8)
  private let pemEnd = Array("-----END ".utf8)
  private let pemTail = Array("KEY".utf8)

  private init() {
    var shapes = [[CredentialShape]](repeating: [], count: 256)
    for line in Self.table.split(separator: "\n") {
      let shape = CredentialShape(line)
      shapes[Int(shape.prefix[0])].append(shape)
    }
    self.shapes = shapes
    begins = shapes.map { !$0.isEmpty }
  }

  /// No shape is shorter.
  private static let shortest = 14

  /// Finds all credentials in a string of canonical JSON, from left to right, none overlapping.
  ///
  /// Takes time in proportion to the text, whatever it holds.
  func find(in bytes: Span<UInt8>, _ text: Range<Int>, _ report: (Range<Int>) -> Void) {
    guard text.count >= Self.shortest else { return }
    var index = text.lowerBound
    var isWordStart = true
    var tokenless = index
    while index < text.upperBound {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\") {
        // What is escaped ends a word, although its last letter may look like one.
        let isLong = index + 1 < text.upperBound && bytes[index + 1] == UInt8(ascii: "u")
        index += isLong ? 6 : 2
        isWordStart = true
        continue
      }
      if isWordStart || byte == UInt8(ascii: ":"),
        let found = match(bytes, index..<text.upperBound, &tokenless)
      {
        report(found)
        index = found.upperBound
        isWordStart = false
        continue
      }
      isWordStart = classes[Int(byte)] & LetterClass.word == 0
      index += 1
    }
  }

  /// Tells what begins here, if it is a credential; up to `tokenless` no web token does.
  private func match(
    _ bytes: Span<UInt8>, _ rest: Range<Int>, _ tokenless: inout Int
  ) -> Range<Int>? {
    switch bytes[rest.lowerBound] {
    case UInt8(ascii: ":"): return password(bytes, rest)
    case UInt8(ascii: "-"): return privateKey(bytes, rest)
    case UInt8(ascii: "e") where rest.lowerBound >= tokenless:
      if let token = webToken(bytes, rest, &tokenless) { return token }
    default: break
    }
    guard begins[Int(bytes[rest.lowerBound])] else { return nil }
    for shape in shapes[Int(bytes[rest.lowerBound])] where starts(bytes, rest, shape.prefix) {
      let start = rest.lowerBound + shape.prefix.count
      let end = endOfRun(bytes, start..<rest.upperBound, shape.letters)
      if end - start >= shape.least { return (shape.keepsPrefix ? start : rest.lowerBound)..<end }
    }
    return nil
  }

  /// The password in `://user:password@host`.
  private func password(_ bytes: Span<UInt8>, _ rest: Range<Int>) -> Range<Int>? {
    guard starts(bytes, rest, schemeEnd) else { return nil }
    var colon: Int?
    for index in rest.dropFirst(3) {
      switch bytes[index] {
      case UInt8(ascii: ":"): colon = colon ?? index
      case UInt8(ascii: "@"): return colon.flatMap { $0 + 1 < index ? $0 + 1..<index : nil }
      case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: " "),
        UInt8(ascii: "\\"):
        return nil
      default: break
      }
    }
    return nil
  }

  /// A private key in PEM, to the end of its last line, or to the end of the text.
  private func privateKey(_ bytes: Span<UInt8>, _ rest: Range<Int>) -> Range<Int>? {
    guard starts(bytes, rest, pemBegin) else { return nil }
    let header = rest.lowerBound + 11..<min(rest.lowerBound + 60, rest.upperBound)
    guard let key = first(pemKind, bytes, header) else { return nil }
    let end = first(pemEnd, bytes, key..<rest.upperBound)
    guard let end, let tail = first(pemTail, bytes, end..<rest.upperBound) else {
      return rest
    }
    return rest.lowerBound..<endOfDashes(bytes, tail + 3..<rest.upperBound)
  }

  /// A JSON Web Token: `eyJ`, and at least two dots within its letters.
  private func webToken(
    _ bytes: Span<UInt8>, _ rest: Range<Int>, _ tokenless: inout Int
  ) -> Range<Int>? {
    guard starts(bytes, rest, webTokenStart) else { return nil }
    let end = endOfRun(bytes, rest, LetterClass.word | LetterClass.dash | LetterClass.dot)
    let dots = (rest.lowerBound..<end).count { bytes[$0] == UInt8(ascii: ".") }
    if dots >= 2, end - rest.lowerBound >= 24 { return rest.lowerBound..<end }
    // What begins later in the same run has no more dots than this.
    tokenless = end
    return nil
  }

  private func starts(_ bytes: Span<UInt8>, _ rest: Range<Int>, _ prefix: [UInt8]) -> Bool {
    guard rest.count >= prefix.count else { return false }
    for offset in prefix.indices where bytes[rest.lowerBound + offset] != prefix[offset] {
      return false
    }
    return true
  }

  private func first(
    _ text: [UInt8], _ bytes: Span<UInt8>, _ range: Range<Int>
  ) -> Int? {
    range.first { starts(bytes, $0..<range.upperBound, text) }
  }

  private func endOfRun(_ bytes: Span<UInt8>, _ range: Range<Int>, _ letters: UInt8) -> Int {
    var index = range.lowerBound
    while index < range.upperBound, classes[Int(bytes[index])] & letters != 0 { index += 1 }
    return index
  }

  private func endOfDashes(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var index = range.lowerBound
    while index < range.upperBound, bytes[index] == UInt8(ascii: "-") { index += 1 }
    return index
  }
}
