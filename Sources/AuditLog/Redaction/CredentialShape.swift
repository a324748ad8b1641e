/// The shape of a known kind of credential: a prefix at the start of a word, then a run of letters of a class.
struct CredentialShape: Sendable {
  private let prefix: [UInt8]
  /// What the run consists of, as bits of `classes`.
  private let letters: UInt8
  /// How many letters the run has at least.
  private let least: Int
  /// True where the prefix introduces the secret and is no part of it: `Bearer `.
  private let keepsPrefix: Bool

  // The classes of letters.
  private static let upper: UInt8 = 1
  private static let lower: UInt8 = 2
  private static let digit: UInt8 = 4
  private static let dash: UInt8 = 8
  private static let dot: UInt8 = 16
  private static let base64: UInt8 = 32
  private static let classes: [UInt8] = {
    var classes = [UInt8](repeating: 0, count: 256)
    for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") { classes[Int(byte)] = upper }
    for byte in UInt8(ascii: "a")...UInt8(ascii: "z") { classes[Int(byte)] = lower }
    for byte in UInt8(ascii: "0")...UInt8(ascii: "9") { classes[Int(byte)] = digit }
    for byte in "-_".utf8 { classes[Int(byte)] = dash }
    classes[Int(UInt8(ascii: "."))] = dot
    for byte in "+/=".utf8 { classes[Int(byte)] = base64 }
    return classes
  }()

  /// One shape a line: prefix, classes (A upper, a lower, 0 digit, - dash and underscore, . dot, + base64), least count;
  /// `>` keeps the prefix, and `~` stands for a space.
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
  private static let shapes: [[CredentialShape]] = {
    var shapes = [[CredentialShape]](repeating: [], count: 256)
    for line in table.split(separator: "\n") {
      let shape = CredentialShape(line)
      shapes[Int(shape.prefix[0])].append(shape)
    }
    return shapes
  }()

  private init(_ line: Substring) {
    let fields = line.split(separator: " ")
    prefix = fields[0].utf8.map { $0 == UInt8(ascii: "~") ? UInt8(ascii: " ") : $0 }
    let marks: [Character: UInt8] = [
      "A": Self.upper, "a": Self.lower, "0": Self.digit, "-": Self.dash, ".": Self.dot,
      "+": Self.base64,
    ]
    letters = fields[1].reduce(0) { $0 | (marks[$1] ?? 0) }
    least = Int(fields[2]) ?? 0
    keepsPrefix = fields.count > 3
  }

  /// No shape is shorter.
  private static let shortest = 14

  /// Finds all credentials in a string of canonical JSON, from left to right, none overlapping.
  static func find(in bytes: Span<UInt8>, _ text: Range<Int>, _ report: (Range<Int>) -> Void) {
    guard text.count >= shortest else { return }
    var index = text.lowerBound
    var isWordStart = true
    while index < text.upperBound {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\") {
        // What is escaped ends a word, although its last letter may look like one.
        let isLong = index + 1 < text.upperBound && bytes[index + 1] == UInt8(ascii: "u")
        index += isLong ? 6 : 2
        isWordStart = true
        continue
      }
      if isWordStart || byte == UInt8(ascii: ":"), let found = match(bytes, index..<text.upperBound)
      {
        report(found)
        index = found.upperBound
        isWordStart = false
        continue
      }
      isWordStart = classes[Int(byte)] & (upper | lower | digit) == 0
      index += 1
    }
  }

  /// Tells what begins here, if it is a credential.
  private static func match(_ bytes: Span<UInt8>, _ rest: Range<Int>) -> Range<Int>? {
    switch bytes[rest.lowerBound] {
    case UInt8(ascii: ":"): return password(bytes, rest)
    case UInt8(ascii: "-"): return privateKey(bytes, rest)
    case UInt8(ascii: "e"): if let token = webToken(bytes, rest) { return token }
    default: break
    }
    for shape in shapes[Int(bytes[rest.lowerBound])] where starts(bytes, rest, shape.prefix) {
      let start = rest.lowerBound + shape.prefix.count
      let end = endOfRun(bytes, start..<rest.upperBound, shape.letters)
      if end - start >= shape.least { return (shape.keepsPrefix ? start : rest.lowerBound)..<end }
    }
    return nil
  }

  /// The password in `://user:password@host`.
  private static func password(_ bytes: Span<UInt8>, _ rest: Range<Int>) -> Range<Int>? {
    guard starts(bytes, rest, Array("://".utf8)) else { return nil }
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
  private static func privateKey(_ bytes: Span<UInt8>, _ rest: Range<Int>) -> Range<Int>? {
    guard starts(bytes, rest, Array("-----BEGIN ".utf8)) else { return nil }
    let header = rest.lowerBound + 11..<min(rest.lowerBound + 60, rest.upperBound)
    guard let key = first(Array("PRIVATE KEY".utf8), bytes, header) else { return nil }
    let end = first(Array("-----END ".utf8), bytes, key..<rest.upperBound)
    guard let end, let tail = first(Array("KEY".utf8), bytes, end..<rest.upperBound) else {
      return rest
    }
    return rest.lowerBound..<endOfDashes(bytes, tail + 3..<rest.upperBound)
  }

  /// A JSON Web Token: `eyJ`, and at least two dots within its letters.
  private static func webToken(_ bytes: Span<UInt8>, _ rest: Range<Int>) -> Range<Int>? {
    guard starts(bytes, rest, Array("eyJ".utf8)) else { return nil }
    let end = endOfRun(bytes, rest, upper | lower | digit | dash | dot)
    let dots = (rest.lowerBound..<end).count { bytes[$0] == UInt8(ascii: ".") }
    return dots >= 2 && end - rest.lowerBound >= 24 ? rest.lowerBound..<end : nil
  }

  private static func starts(_ bytes: Span<UInt8>, _ rest: Range<Int>, _ prefix: [UInt8]) -> Bool {
    guard rest.count >= prefix.count else { return false }
    for offset in prefix.indices where bytes[rest.lowerBound + offset] != prefix[offset] {
      return false
    }
    return true
  }

  private static func first(
    _ text: [UInt8], _ bytes: Span<UInt8>, _ range: Range<Int>
  ) -> Int? {
    range.first { starts(bytes, $0..<range.upperBound, text) }
  }

  private static func endOfRun(_ bytes: Span<UInt8>, _ range: Range<Int>, _ letters: UInt8) -> Int {
    var index = range.lowerBound
    while index < range.upperBound, classes[Int(bytes[index])] & letters != 0 { index += 1 }
    return index
  }

  private static func endOfDashes(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var index = range.lowerBound
    while index < range.upperBound, bytes[index] == UInt8(ascii: "-") { index += 1 }
    return index
  }
}
