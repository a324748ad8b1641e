internal import EmbeddedTables

/// The detectors that the product comes with, and the keywords that lead to them.
final class DetectorTables: Sendable {
  /// What to do where a keyword was found.
  enum Action: Sendable {
    case token(Int)
    case service(Int, word: Int)
    case secretName
    case authorization
    case privateKey
    case url
    case curl
    case netrc
    case kubernetes
    case email
    case nationalID(Int)
    case ethereum
    case bech32
    case marker(Int)
    case phrase(Int)
    case comment
    case style
    case markdown
    case digit
    case escape
  }

  /// Something to look for, and what to do where it was found.
  struct Keyword: Sendable {
    let length: Int
    let start: KeywordStart
    let action: Action
  }

  let tokens: [TokenDetector]
  let services: [ServiceDetector]
  let nationalIDs: [NationalIDDetector]
  let markers: [MarkerDetector]
  let phrases: PhraseTable
  let model: InjectionModel
  let keywords: [Keyword]
  /// The numbers of keywords by their letters.
  let index: KeywordIndex

  /// A literal longer than this is looked for by its beginning.
  private static let longestKeyword = 10

  init() throws(InspectionError) {
    tokens = try Self.read("tokens", TokenDetector.init)
    services = try Self.read("services", ServiceDetector.init)
    nationalIDs = try Self.read("national-ids", NationalIDDetector.init)
    markers = try Self.read("markers", MarkerDetector.init)
    phrases = PhraseTable(try Self.read("phrases", PhraseTable.line))
    guard let table = EmbeddedTable(named: "detectors/injection-model.bin"),
      let model = InjectionModel(table.bytes)
    else { throw InspectionError(.brokenTable("injection-model")) }
    self.model = model
    var keywords: [Keyword] = []
    var literals: [KeywordIndex.Keyword] = []
    func add(
      _ literal: some Sequence<UInt8>, _ action: Action, start: KeywordStart = .anything,
      followers: [ByteSet] = []
    ) {
      let letters = literal.prefix(Self.longestKeyword).map(ASCII.lowercased)
      literals.append(KeywordIndex.Keyword(letters: letters, followers: followers))
      keywords.append(Keyword(length: letters.count, start: start, action: action))
    }
    // Services come first: what they recognise needs no second opinion.
    for (number, service) in services.enumerated() {
      for (word, letters) in service.words.enumerated() {
        add(letters, .service(number, word: word))
      }
    }
    for (number, token) in tokens.enumerated() {
      add(
        token.shape.keyword, .token(number), start: token.start, followers: token.shape.followers)
    }
    for word in SecretName.words { add(word.utf8, .secretName) }
    for (number, id) in nationalIDs.enumerated() {
      for word in id.words { add(word, .nationalID(number), start: .boundary) }
    }
    for (number, marker) in markers.enumerated() { add(marker.literal, .marker(number)) }
    for (word, phrase) in phrases.openings { add(word, .phrase(phrase)) }
    for (literal, action) in Self.fixed { add(literal.utf8, action) }
    for digit in "0123456789".utf8 { add(CollectionOfOne(digit), .digit) }
    for (byte, follower) in Escape.openings {
      add(CollectionOfOne(byte), .escape, followers: [follower])
    }
    add(CollectionOfOne(KeywordIndex.foreign), .escape)
    guard let index = KeywordIndex(literals) else {
      throw InspectionError(.brokenTable("keywords"))
    }
    self.keywords = keywords
    self.index = index
  }

  private static let fixed: [(String, Action)] = [
    ("authorizat", .authorization), ("-----begin", .privateKey), ("://", .url), ("curl", .curl),
    ("login ", .netrc), ("kind:", .kubernetes), ("kind\":", .kubernetes), ("@", .email),
    ("0x", .ethereum), ("bc1", .bech32), ("<!--", .comment), ("style", .style), ("](", .markdown),
  ]

  /// Every detector there is, each id once, in the order of ids.
  var catalogue: [Detector] {
    var known: [String: Detector] = [:]
    let all =
      Detector.builtIn + tokens.map(\.detector) + services.map(\.detector)
      + nationalIDs.map(\.detector) + markers.map(\.detector) + phrases.detectors
    for detector in all {
      let worst = max(known[detector.id]?.severity ?? detector.severity, detector.severity)
      known[detector.id] = Detector(id: detector.id, kind: detector.kind, severity: worst)
    }
    return known.values.sorted { $0.id < $1.id }
  }

  private static func read<Line>(
    _ name: String, _ line: (_ fields: [String]) -> Line?
  ) throws(InspectionError) -> [Line] {
    guard let table = EmbeddedTable(named: "detectors/\(name).txt") else {
      throw InspectionError(.brokenTable(name))
    }
    var lines: [Line] = []
    do throws(EmbeddedTableError) {
      try table.readLines { fields in
        guard let line = line(fields) else { return false }
        lines.append(line)
        return true
      }
    } catch {
      throw InspectionError(.brokenTable("\(name):\(error.line)"))
    }
    return lines
  }
}
