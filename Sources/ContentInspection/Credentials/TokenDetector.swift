/// A token known by a literal of its own: one line of `detectors/tokens.txt`.
final class TokenDetector: Sendable {
  let detector: Detector
  let shape: TokenShape
  private let check: TokenCheck?
  /// The least entropy, in hundredths of a bit a byte.
  private let entropy: Int
  private let isOpen: Bool
  private let isJoined: Bool
  private let near: [UInt8]

  /// What has to stand before the keyword.
  var start: KeywordStart {
    guard !shape.left.isEmpty else { return isJoined ? .anything : .boundary }
    return .bytes(
      shape.left.reduce(into: ByteSet()) { $0.formUnion($1.set) },
      least: max(1, shape.left.reduce(0) { $0 + $1.least }))
  }

  /// How far before and behind a token the word that has to be near it may stand, in bytes.
  private static let reach = (before: 200, behind: 60)

  /// Reads the fields of a line; nil where it is malformed.
  init?(_ fields: [String]) {
    guard fields.count >= 3, let severity = Severity(rawValue: fields[1]) else { return nil }
    var options: [String: String] = [:]
    for field in fields.dropFirst(3) {
      let parts = field.split(separator: "=", maxSplits: 1)
      options[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
    }
    guard let shape = TokenShape(fields[2], foldingCase: options["nocase"] != nil),
      !shape.keyword.isEmpty
    else { return nil }
    detector = Detector(id: fields[0], kind: .credential, severity: severity)
    self.shape = shape
    check = options["check"].flatMap(TokenCheck.init)
    if options["check"] != nil, check == nil { return nil }
    entropy = (options["entropy"].flatMap { Int($0) } ?? 0) * 10
    isOpen = options["open"] != nil
    isJoined = options["joined"] != nil
    near = Array((options["near"] ?? "").utf8)
  }

  /// Where the token stands whose keyword was found behind its `start`, and how bad that is; nil where it is none.
  func find(_ text: [UInt8], keywordAt start: Int, work: inout Int) -> (Range<Int>, Severity)? {
    guard let range = shape.match(text, keywordAt: start, work: &work) else { return nil }
    guard shape.left.isEmpty || isJoined || Boundary.isBefore(text, range.lowerBound) else {
      return nil
    }
    if !isOpen, range.upperBound < text.count, ByteSet.word.contains(text[range.upperBound]) {
      return nil
    }
    work += range.count
    if entropy > 0, Entropy.hundredths(text, range) < entropy { return nil }
    guard !Placeholder.isSequence(text, range) else { return nil }
    if !near.isEmpty {
      let around =
        max(
          0, range.lowerBound - Self.reach.before)..<min(
          text.count, range.upperBound + Self.reach.behind)
      work += around.count
      guard text.containsFolded(near, in: around) else { return nil }
    }
    switch check?.judge(text, range) {
    case .refused: return nil
    case .unconfirmed: return (range, min(detector.severity, .high))
    case .confirmed, nil: return (range, detector.severity)
    }
  }
}
