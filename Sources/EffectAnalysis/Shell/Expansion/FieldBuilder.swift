/// Puts the pieces of a word together, splitting it where the shell does (XCU 2.6.5).
struct FieldBuilder {
  /// The letters at which expansions outside quotes are split into several fields; nil where they are not.
  private let separators: FieldSeparators?
  /// Whether they are.
  var splits: Bool { separators != nil }
  private(set) var fields: [Field] = []
  private var current = Field()
  /// Whether there is a field even if nothing is in it, because of quotes.
  private var isOpen = false

  init(splittingAt separators: FieldSeparators? = nil) { self.separators = separators }

  /// Says that there are quotes, so that an empty word is still a word.
  mutating func open() { isOpen = true }

  mutating func append(_ text: String, isQuoted: Bool) {
    if text.isEmpty { return }
    isOpen = true
    current.append(text, isQuoted: isQuoted)
  }

  mutating func append(_ text: PartialText, isQuoted: Bool) {
    if let text = text.constant { return append(text, isQuoted: isQuoted) }
    for part in text.parts {
      if case .text(let text) = part {
        append(text, isQuoted: isQuoted)
      } else {
        isOpen = true
        current.append(WordPiece(part: part, isQuoted: isQuoted))
      }
    }
  }

  /// Appends what an expansion outside quotes gave: it is split, and may hold patterns.
  mutating func appendSplitting(_ text: PartialText) {
    guard let separators else {
      append(text, isQuoted: false)
      return
    }
    for part in text.parts {
      guard case .text(let text) = part, separators.areKnown else {
        isOpen = true
        current.append(
          WordPiece(part: separators.areKnown ? part : .anything, isQuoted: false))
        continue
      }
      split(text, at: separators)
    }
  }

  private mutating func split(_ text: String, at separators: FieldSeparators) {
    guard separators.occur(in: text) else {
      append(text, isQuoted: false)
      return
    }
    let bytes = Array(text.utf8)
    var start = 0
    while let end = bytes[start...].firstIndex(where: { separators.contains($0) }) {
      append(String(decoding: bytes[start..<end], as: UTF8.self), isQuoted: false)
      // Blanks around another separator belong to it; each other separator ends a field, empty or not.
      var endsField = false
      start = end
      while start < bytes.count, separators.contains(bytes[start]) {
        if !separators.isBlank(bytes[start]) {
          if endsField { break }
          endsField = true
        }
        start += 1
      }
      if endsField { isOpen = true }
      endField()
    }
    append(String(decoding: bytes[start...], as: UTF8.self), isQuoted: false)
  }

  /// Ends the field, if there is one.
  mutating func endField() {
    if isOpen || !current.isEmpty { fields.append(current) }
    current = Field()
    isOpen = false
  }

  /// Hands over field by field: most words become one, for which no array is made.
  func eachField(_ take: (Field) -> Void) {
    for field in fields { take(field) }
    if isOpen || !current.isEmpty { take(current) }
  }

  /// Everything as fields.
  consuming func finished() -> [Field] {
    endField()
    return fields
  }

  /// Everything as one text, with blanks between fields.
  func joined() -> PartialText {
    var text = PartialText()
    var isFirst = true
    eachField { field in
      if !isFirst { text.append(" ") }
      isFirst = false
      field.eachPiece { text.append(part: $0.part) }
    }
    return text
  }
}

/// The letters of `IFS`.
enum FieldSeparators: Hashable {
  /// Blank, tab and line end.
  case standard
  case others([UInt8])
  /// Any letters.
  case unknown

  /// The letters of a text; the shell splits at whole letters, and here only those of one byte are told apart.
  init(_ text: String) {
    if text == " \t\n" {
      self = .standard
    } else {
      self = text.utf8.allSatisfy { $0 < 0x80 } ? .others(Array(text.utf8)) : .unknown
    }
  }

  var areKnown: Bool { self != .unknown }

  func contains(_ byte: UInt8) -> Bool {
    switch self {
    case .standard: isBlank(byte)
    case .others(let bytes): bytes.contains(byte)
    case .unknown: true
    }
  }

  func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 }

  func occur(in text: String) -> Bool { self == .unknown || text.utf8.contains { contains($0) } }

  /// What stands between the elements of `"$*"`.
  var joint: PartialText {
    switch self {
    case .standard: PartialText(" ")
    case .others(let bytes):
      bytes.first.map { PartialText(String(UnicodeScalar($0))) } ?? PartialText()
    case .unknown: .anything
    }
  }
}
