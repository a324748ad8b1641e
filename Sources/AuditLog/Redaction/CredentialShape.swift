/// The shape of a known kind of credential: a prefix at the start of a word, then a run of letters
/// of a class.
struct CredentialShape: Sendable {
  let prefix: [UInt8]
  /// What the run consists of, as bits of `LetterClass`.
  let letters: UInt8
  /// How many letters the run has at least.
  let least: Int
  /// True where the prefix introduces the secret and is no part of it: `Bearer `.
  let keepsPrefix: Bool

  /// Reads one line of the table of shapes.
  init(_ line: Substring) {
    let fields = line.split(separator: " ")
    prefix = fields[0].utf8.map { $0 == UInt8(ascii: "~") ? UInt8(ascii: " ") : $0 }
    let marks: [Character: UInt8] = [
      "A": LetterClass.upper, "a": LetterClass.lower, "0": LetterClass.digit,
      "-": LetterClass.dash, ".": LetterClass.dot, "+": LetterClass.base64,
    ]
    letters = fields[1].reduce(0) { $0 | (marks[$1] ?? 0) }
    least = Int(fields[2]) ?? 0
    keepsPrefix = fields.count > 3
  }
}

/// The classes of letters that credentials consist of, as bits.
enum LetterClass {
  static let upper: UInt8 = 1
  static let lower: UInt8 = 2
  static let digit: UInt8 = 4
  static let dash: UInt8 = 8
  static let dot: UInt8 = 16
  static let base64: UInt8 = 32
  /// What passwords in addresses have besides, less what a shell acts on.
  static let mark: UInt8 = 64
  /// What words consist of.
  static let word = upper | lower | digit
  static let password = word | dash | dot | base64 | mark

  /// The class of each byte; 0 for those in none.
  static func table() -> [UInt8] {
    var classes = [UInt8](repeating: 0, count: 256)
    for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") { classes[Int(byte)] = upper }
    for byte in UInt8(ascii: "a")...UInt8(ascii: "z") { classes[Int(byte)] = lower }
    for byte in UInt8(ascii: "0")...UInt8(ascii: "9") { classes[Int(byte)] = digit }
    for byte in "-_".utf8 { classes[Int(byte)] = dash }
    classes[Int(UInt8(ascii: "."))] = dot
    for byte in "+/=".utf8 { classes[Int(byte)] = base64 }
    for byte in "%!*~:^".utf8 { classes[Int(byte)] = mark }
    for byte in 0x80...0xFF { classes[byte] = mark }
    return classes
  }
}
