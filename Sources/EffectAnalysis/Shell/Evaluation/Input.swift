/// What flows into a command.
struct Input: Sendable {
  /// Whether anything does: a pipe, a file, a here-document.
  var isPresent = false
  private(set) var stream = Stream()
  /// Whether it carries what was read from files.
  var carriesData = false
  /// How many of the known bytes are read.
  private var position = 0

  /// Nothing that is known to flow: the shell's own input.
  static let none = Input()

  init() {}

  init(_ stream: Stream, carriesData: Bool = false) {
    isPresent = true
    self.stream = stream
    self.carriesData = carriesData
  }

  /// The bytes that are left, if all of them are known.
  var bytes: [UInt8]? {
    guard isPresent, let bytes = stream.bytes else { return nil }
    return position == 0 ? bytes : Array(bytes.dropFirst(position))
  }

  /// The text that is left, for whoever runs it.
  var script: PartialText {
    guard isPresent else { return .anything }
    if position > 0 {
      var text = PartialText()
      text.append(bytes ?? [])
      return text
    }
    return stream.script
  }

  /// The same, of which it is no longer known how much was read.
  var forgotten: Input {
    guard isPresent, stream.lineParts == nil else { return self }
    return Input(.unknown, carriesData: carriesData)
  }

  func isSame(as other: Input) -> Bool {
    position == other.position && isPresent == other.isPresent
  }

  /// Takes a line off.
  mutating func takeLine() -> TakenLine {
    guard isPresent, case .bytes(let bytes)? = stream.runs.first, stream.runs.count == 1 else {
      if isPresent, stream.runs.isEmpty { return .end }
      return .unknown(stream.lineParts.map { PartialText($0) } ?? .anything)
    }
    guard position < bytes.count else { return .end }
    let end = bytes[position...].firstIndex(of: Lines.newline) ?? bytes.count
    let line = Array(bytes[position..<end])
    position = min(end + 1, bytes.count)
    return .line(line)
  }

  enum TakenLine {
    case line([UInt8])
    case end
    /// A line of which only this is known, or the end.
    case unknown(PartialText)
  }
}
