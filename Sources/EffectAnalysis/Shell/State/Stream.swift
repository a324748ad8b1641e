/// What a command puts out, as far as it is known: bytes, and stretches that only running can tell.
struct Stream: Hashable, Sendable {
  /// A stretch of the stream.
  enum Run: Hashable, Sendable {
    case bytes([UInt8])
    /// Something not known, within a line.
    case part(Word.Part)
    /// Any number of lines, each of which consists of these parts.
    case lines(Word.Parts)
    /// Nothing is known of it.
    case unknown
  }

  private(set) var runs: [Run] = []
  /// How many bytes are known.
  private(set) var count = 0

  init() {}

  init(_ bytes: [UInt8]) { append(bytes) }

  /// A stream of which nothing is known.
  static let unknown: Stream = {
    var stream = Stream()
    stream.append(run: .unknown)
    return stream
  }()

  /// What is known of one of several streams.
  static func sum(_ streams: [Stream]) -> Stream {
    var texts: [PartialText] = []
    // What follows begins a line of its own only where each of them has ended its last.
    guard streams.allSatisfy({ $0.bytes?.last == Lines.newline }) else { return unknown }
    for stream in streams {
      guard let bytes = stream.bytes, !bytes.dropLast().contains(Lines.newline) else {
        return unknown
      }
      texts.append(stream.substituted)
    }
    let sum = PartialText.sum(texts)
    guard sum != .anything else { return unknown }
    var stream = Stream()
    stream.append(sum)
    stream.append(Lines.newline)
    return stream
  }

  /// The stream with its lines any number of times, of which only what they consist of is known.
  ///
  /// Nothing is known where its end and its beginning would make one word.
  var eachLine: Stream {
    guard endsWord, let words = lineWords, !words.isEmpty else { return .unknown }
    var stream = Stream()
    stream.append(run: .lines(PartialText.sum(words).parts))
    if words.allSatisfy({ $0 == words[0] }) {
      stream = Stream()
      stream.append(run: .lines(words[0].parts))
    }
    return stream
  }

  /// Whether what follows the stream does not belong to its last word.
  private var endsWord: Bool {
    switch runs.last {
    case .bytes(let bytes): Lines.isBlank(bytes[bytes.count - 1])
    case .lines: true
    case .part, .unknown, nil: false
    }
  }

  /// The bytes, if all of them are known.
  var bytes: [UInt8]? {
    switch runs.count {
    case 0: []
    case 1: if case .bytes(let bytes) = runs[0] { bytes } else { nil }
    default: nil
    }
  }

  /// What each line consists of, if that is all that is known.
  var lineParts: Word.Parts? {
    guard runs.count == 1, case .lines(let parts) = runs[0] else { return nil }
    return parts
  }

  mutating func append(_ byte: UInt8) {
    count += 1
    if case .bytes(var bytes)? = runs.last {
      runs[runs.count - 1] = .unknown
      bytes.append(byte)
      runs[runs.count - 1] = .bytes(bytes)
    } else {
      runs.append(.bytes([byte]))
    }
  }

  mutating func append(_ new: some Collection<UInt8>) {
    if new.isEmpty { return }
    count += new.count
    if case .bytes(var bytes)? = runs.last {
      // The place is emptied first, so that the bytes grow where they stand.
      runs[runs.count - 1] = .unknown
      bytes += new
      runs[runs.count - 1] = .bytes(bytes)
    } else {
      runs.append(.bytes(Array(new)))
    }
  }

  mutating func append(run: Run) {
    switch run {
    case .bytes(let bytes): append(bytes)
    case .unknown where runs.last == .unknown: break
    default: runs.append(run)
    }
  }

  mutating func append(_ text: PartialText) {
    for part in text.parts {
      if case .text(let text) = part { append(text.utf8) } else { append(run: .part(part)) }
    }
  }

  mutating func append(_ other: Stream) {
    if runs.isEmpty { self = other } else { for run in other.runs { append(run: run) } }
  }

  /// The text of a command substitution: without NUL and without line ends at its end.
  var substituted: PartialText {
    var text = PartialText()
    for (index, run) in runs.enumerated() {
      switch run {
      case .bytes(var bytes):
        if index == runs.count - 1 { while bytes.last == Lines.newline { bytes.removeLast() } }
        text.append(bytes)
      case .part(let part): text.append(part: part)
      case .lines(let parts): for part in parts { text.append(part: part) }
      case .unknown: text.append(part: .anything)
      }
    }
    return text
  }

  /// The text of a script that flows in: with all its line ends.
  var script: PartialText {
    var text = PartialText()
    for run in runs {
      switch run {
      case .bytes(let bytes): text.append(bytes)
      case .part(let part): text.append(part: part)
      case .lines, .unknown: text.append(part: .anything)
      }
    }
    return text
  }

  /// What each line is; nil where the lines cannot be told apart.
  var lineTexts: [PartialText]? {
    if let lineParts { return [PartialText(lineParts)] }
    guard let bytes else { return nil }
    return bytes.split(whereSeparator: { $0 == Lines.newline || $0 == 0 }).map { line in
      var text = PartialText()
      text.append(Array(line))
      return text
    }
  }

  /// The parts of a line without the quotes around it.
  private static func unquoted(_ parts: Word.Parts) -> Word.Parts {
    guard case .text(let start)? = parts.first, start.hasPrefix("\""), parts.last == .text("\"")
    else { return parts }
    let rest = String(start.dropFirst())
    return Word.Parts((rest.isEmpty ? [] : [.text(rest)]) + parts[1..<(parts.count - 1)])
  }

  /// The words that each line is when it comes as an argument; nil where the lines cannot be told apart.
  var lineWords: [PartialText]? {
    var words: [PartialText] = []
    var line = PartialText()
    for run in runs {
      switch run {
      case .bytes(let bytes):
        var pieces = bytes.split(
          maxSplits: Int.max, omittingEmptySubsequences: false,
          whereSeparator: Lines.isBlank)
        let last = pieces.removeLast()
        for piece in pieces {
          line.append(Array(piece))
          if !line.isEmpty { words.append(line) }
          line = PartialText()
        }
        line.append(Array(last))
      case .part(let part): line.append(part: part)
      case .lines(let parts):
        guard line.isEmpty else { return nil }
        words.append(PartialText(Stream.unquoted(parts)))
      case .unknown: return nil
      }
    }
    if !line.isEmpty { words.append(line) }
    return words
  }
}

extension PartialText {
  /// Adds bytes; those that are no UTF-8 cannot be kept and become unknown.
  mutating func append(_ bytes: [UInt8]) {
    if bytes.contains(0) {
      append(bytes.filter { $0 != 0 })
    } else if let text = String(validating: bytes, as: UTF8.self) {
      append(text)
    } else {
      append(part: .anything)
    }
  }
}
