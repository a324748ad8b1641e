/// One pass over a text, or over one decoded from it.
struct Scan {
  let tables: DetectorTables
  let options: InspectionOptions
  let text: [UInt8]
  /// How the text came to be: from the last step of decoding to the first.
  let origins: [Origin]
  var report: Report

  var keys = PrivateKey()
  /// The last assignment read, and the last value judged: several words of a name find the same.
  var lastAssignment: Assignment?
  var lastJudged: Range<Int>?
  /// Up to where command lines, manifests, numbers, comments and addresses were read.
  var curlEnd = 0
  var manifestEnd = 0
  var digitsEnd = 0
  var digitRunEnd = 0
  var commentEnd = 0
  /// The runs that may be base64 or hexadecimal text, and the places where escapes stand.
  var encodings: [(range: Range<Int>, isHex: Bool)] = []
  /// Bytes in digits with something between them, and up to where those were read.
  var hexPairs: [HexPairs] = []
  var hexPairsEnd = 0
  var escaped: [Range<Int>] = []
  /// Whether something was decoded that people do not write without a reason: not mere quotes and ends of lines.
  var hidesMore = false

  init(
    _ text: [UInt8], tables: DetectorTables, options: InspectionOptions, origins: [Origin],
    report: Report
  ) {
    self.text = text
    self.tables = tables
    self.options = options
    self.origins = origins
    self.report = report
  }

  /// Looks at the whole text.
  mutating func run() {
    report.work += text.count
    let tables = tables
    // A copy of the reference lets the scan change itself while the text is read.
    let text = text
    tables.index.scan(text) { number, start in
      let keyword = tables.keywords[number]
      guard keyword.start.allows(text, start) else { return true }
      act(keyword.action, at: start..<start + keyword.length)
      return !report.isSpent()
    }
    longRuns()
  }

  // Apart from the loop over the text, whose registers it would take.
  @inline(never)
  private mutating func act(_ action: DetectorTables.Action, at keyword: Range<Int>) {
    switch action {
    case .token(let number): token(number, at: keyword)
    case .service(let number, let word): service(number, word: word, at: keyword)
    case .secretName: secretName(at: keyword)
    case .authorization: authorization(at: keyword)
    case .privateKey: privateKey(at: keyword)
    case .url:
      urlPassword(at: keyword)
      encodedURL(at: keyword)
    case .curl: curl(at: keyword)
    case .netrc: netrc(at: keyword)
    case .kubernetes: kubernetesSecret(at: keyword)
    case .email: email(at: keyword)
    case .nationalID(let number): nationalID(number, at: keyword)
    case .ethereum: ethereum(at: keyword)
    case .bech32: bech32(at: keyword)
    case .marker(let number): marker(number, at: keyword)
    case .phrase(let number): phrase(number, at: keyword)
    case .comment: comment(at: keyword)
    case .style: style(at: keyword)
    case .markdown: markdown(at: keyword)
    case .digit: digit(at: keyword.lowerBound)
    case .escape: escape(at: keyword.lowerBound)
    }
  }

  /// Reports a finding by its place in this text.
  mutating func add(_ detector: Detector, _ range: Range<Int>, severity: Severity? = nil) {
    guard options.kinds.contains(detector.kind) else { return }
    var place = range
    for origin in origins { place = origin.place(of: place) }
    report.add(
      Finding(
        detector: detector.id, kind: detector.kind, severity: severity ?? detector.severity,
        bytes: place))
  }
}
