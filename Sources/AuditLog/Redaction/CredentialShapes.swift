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

  /// A stretch in which runs of some letters are secret, while whatever stands between them is not hidden: it may be what the
  /// call is about.
  private struct Region {
    let start: Int
    let end: Int
    let letters: UInt8
    let least: Int

    static let none = Region(start: 0, end: 0, letters: 0, least: 0)
  }

  /// Finds all credentials in a string of canonical JSON, from left to right, none overlapping.
  ///
  /// Nothing that could act is ever part of one: an agent must not be able to hide a command, a host or a sentence from
  /// whoever reads the log or approves the call. Takes time in proportion to the text, whatever it holds.
  func find(in bytes: Span<UInt8>, _ text: Range<Int>, _ report: (Range<Int>) -> Void) {
    guard text.count >= Self.shortest else { return }
    var index = text.lowerBound
    var isWordStart = true
    var tokenless = index
    var region = Region.none
    while index < text.upperBound {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\") {
        // What is escaped ends a word, although its last letter may look like one.
        let isLong = index + 1 < text.upperBound && bytes[index + 1] == UInt8(ascii: "u")
        index += isLong ? 6 : 2
        isWordStart = true
        continue
      }
      var found: Range<Int>?
      if index < region.end { found = run(of: region, bytes, index, isWordStart) }
      if found == nil, isWordStart || byte == UInt8(ascii: ":") {
        found = match(bytes, index..<text.upperBound, &tokenless, &region)
      }
      if let found {
        report(found)
        index = found.upperBound
        isWordStart = false
        continue
      }
      isWordStart = classes[Int(byte)] & LetterClass.word == 0
      index += 1
    }
  }

  /// The run of a region's letters that begins here, if it is long enough.
  private func run(
    of region: Region, _ bytes: Span<UInt8>, _ index: Int, _ isWordStart: Bool
  ) -> Range<Int>? {
    guard index >= region.start, isWordStart || region.least == 1 else { return nil }
    let end = endOfRun(bytes, index..<region.end, region.letters)
    return end - index >= region.least ? index..<end : nil
  }

  /// Tells what begins here, if it is a credential; up to `tokenless` no web token does.
  private func match(
    _ bytes: Span<UInt8>, _ rest: Range<Int>, _ tokenless: inout Int, _ region: inout Region
  ) -> Range<Int>? {
    switch bytes[rest.lowerBound] {
    case UInt8(ascii: ":"):
      if let password = password(bytes, rest) { region = password }
      return nil
    case UInt8(ascii: "-"): return privateKey(bytes, rest, &region)
    case UInt8(ascii: "e") where rest.lowerBound >= tokenless:
      if let token = webToken(bytes, rest, &tokenless) { return token }
    default: break
    }
    guard begins[Int(bytes[rest.lowerBound])] else { return nil }
    for shape in shapes[Int(bytes[rest.lowerBound])] where starts(bytes, rest, shape.prefix) {
      let start = rest.lowerBound + shape.prefix.count
      let end = endOfRun(bytes, start..<rest.upperBound, shape.letters)
      // What begins like a path is one.
      guard end - start >= shape.least, bytes[start] != UInt8(ascii: "/"),
        !isInName(bytes, rest.lowerBound..<end, limit: rest.upperBound)
      else { continue }
      return (shape.keepsPrefix ? start : rest.lowerBound)..<end
    }
    return nil
  }

  /// Whether a run is a host's name, or the label of one directly before its last, as in `sk-….com`.
  ///
  /// Below more labels a credential may be hidden, as the host is known without it.
  private func isInName(_ bytes: Span<UInt8>, _ run: Range<Int>, limit: Int) -> Bool {
    if let dot = run.last(where: { bytes[$0] == UInt8(ascii: ".") }), dot > run.lowerBound + 4 {
      return isTopLevel(bytes, dot + 1..<run.upperBound)
    }
    guard run.upperBound < limit, bytes[run.upperBound] == UInt8(ascii: "."), run.count <= 63,
      run.allSatisfy({ bytes[$0] != UInt8(ascii: "_") })
    else { return false }
    let start = run.upperBound + 1
    let end = endOfRun(
      bytes, start..<min(limit, start + 63), LetterClass.word | LetterClass.dash)
    let goesOn =
      end + 1 < limit && bytes[end] == UInt8(ascii: ".")
      && classes[Int(bytes[end + 1])] & LetterClass.word != 0
    return isTopLevel(bytes, start..<end) && !goesOn
  }

  /// Whether text can be the last label of a host's name, none of which is longer than 24 letters.
  private func isTopLevel(_ bytes: Span<UInt8>, _ label: Range<Int>) -> Bool {
    (2...24).contains(label.count)
      && label.allSatisfy {
        classes[Int(bytes[$0])] & (LetterClass.upper | LetterClass.lower) != 0
      }
  }

  /// Where the password lies in `scheme://user:password@host`; what in it could act in a command is shown.
  private func password(_ bytes: Span<UInt8>, _ rest: Range<Int>) -> Region? {
    guard starts(bytes, rest, schemeEnd), rest.lowerBound > 0,
      classes[Int(bytes[rest.lowerBound - 1])] & LetterClass.word != 0
    else { return nil }
    var colon: Int?
    for index in rest.dropFirst(3) {
      switch bytes[index] {
      case UInt8(ascii: ":"): colon = colon ?? index
      case UInt8(ascii: "@"):
        return colon.map {
          Region(start: $0 + 1, end: index, letters: LetterClass.password, least: 1)
        }
      case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: " "),
        UInt8(ascii: "\\"):
        return nil
      default: break
      }
    }
    return nil
  }

  /// Lines of keys have no fewer letters, but for the last one (RFC 7468, section 2, has 64).
  private static let keyLine = 60

  /// A private key in PEM: its first line, and the lines of base64 that follow at once.
  ///
  /// Up to the end of the key, lines that do not follow at once are hidden on their own.
  private func privateKey(
    _ bytes: Span<UInt8>, _ rest: Range<Int>, _ region: inout Region
  ) -> Range<Int>? {
    if starts(bytes, rest, pemEnd) { region = .none }
    guard starts(bytes, rest, pemBegin) else { return nil }
    let label = rest.lowerBound + pemBegin.count..<rest.upperBound
    guard let start = endOfLabel(bytes, label) else { return nil }
    let letters = LetterClass.word | LetterClass.base64
    region = Region(
      start: rest.lowerBound, end: rest.upperBound, letters: letters, least: Self.keyLine)
    var end = start
    while true {
      let line = endOfBreaks(bytes, end..<rest.upperBound)
      let next = endOfRun(bytes, line..<rest.upperBound, letters)
      guard next - line >= Self.keyLine else { break }
      end = next
    }
    guard end > start else { return nil }
    // A short last line, unless it is a word that could stand for something else, and the line that ends the key.
    let line = endOfBreaks(bytes, end..<rest.upperBound)
    let last = endOfRun(bytes, line..<rest.upperBound, letters)
    let tail = endOfBreaks(bytes, last..<rest.upperBound)
    guard last == line || ((last - line) % 4 == 0 && bytes[line] != UInt8(ascii: "/")),
      starts(bytes, tail..<rest.upperBound, pemEnd),
      let whole = endOfLabel(bytes, tail + pemEnd.count..<rest.upperBound)
    else { return rest.lowerBound..<end }
    region = .none
    return rest.lowerBound..<whole
  }

  /// Where a label such as `RSA PRIVATE KEY`, and the dashes behind it, end; nil for any other text.
  private func endOfLabel(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let range = range.prefix(40)
    let end = range.first { index in
      classes[Int(bytes[index])] & LetterClass.upper == 0 && bytes[index] != UInt8(ascii: " ")
    }
    guard let end, first(pemKind, bytes, range.lowerBound..<end) != nil else { return nil }
    return endOfDashes(bytes, end..<range.upperBound)
  }

  /// Where line ends, and spaces in their place, end: as JSON escapes them, or as text that is itself escaped does.
  private func endOfBreaks(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var index = range.lowerBound
    while index < range.upperBound {
      switch bytes[index] {
      case UInt8(ascii: " "): index += 1
      case UInt8(ascii: "\\"):
        let rest = index + 1..<range.upperBound
        let letter = rest.first { bytes[$0] != UInt8(ascii: "\\") }
        guard let letter, letter - index <= 2, "nrt".utf8.contains(bytes[letter]) else {
          return index
        }
        index = letter + 1
      default: return index
      }
    }
    return index
  }

  /// A JSON Web Token: `eyJ`, and parts as long as signatures or tags are, so that no host's name is taken for one (RFC 7515,
  /// section 3.1, and RFC 7516, section 3.1).
  private func webToken(
    _ bytes: Span<UInt8>, _ rest: Range<Int>, _ tokenless: inout Int
  ) -> Range<Int>? {
    guard starts(bytes, rest, webTokenStart) else { return nil }
    let run = endOfRun(bytes, rest, LetterClass.word | LetterClass.dash | LetterClass.dot)
    // What begins later in the same run is a part of it.
    tokenless = run
    var end = run
    while bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
    var (parts, lengths) = (0, (0, 0, 0, 0, 0))
    for index in rest.lowerBound..<end {
      if bytes[index] == UInt8(ascii: ".") { parts += 1 }
      switch parts {
      case 0: lengths.0 += 1
      case 1: lengths.1 += 1
      case 2: lengths.2 += 1
      case 3: lengths.3 += 1
      default: lengths.4 += 1
      }
    }
    // All but the first count the dot before them.
    let isSigned = parts == 2 && lengths.2 > 32
    let isEncrypted = parts == 4 && lengths.2 > 16 && [23, 33, 44].contains(lengths.4)
    return isSigned || isEncrypted ? rest.lowerBound..<end : nil
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
