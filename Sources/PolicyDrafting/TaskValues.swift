/// What tasks name by value: addresses, names, links, files, days and sums.
struct TaskValues: Sendable {
  var emails: OrderedTexts = []
  var urls: OrderedTexts = []
  /// Bank accounts, cards and telephone numbers.
  var accounts: OrderedTexts = []
  var files: OrderedTexts = []
  var quotations: OrderedTexts = []
  /// What is written with a capital within a sentence: people, places, products.
  var names: OrderedTexts = []
  /// Words of letters and digits, such as order numbers and passwords.
  var codes: OrderedTexts = []
  var dates: [TaskDate] = []
  var amounts: [Double] = []
  /// The words before and after each word, by its stem: `channel` has `general` in "the general channel".
  var neighbours: [String: OrderedTexts] = [:]
  /// The stems of things that are still to be found: `channel` in "a channel where Alice asked".
  var open: Set<String> = []

  init() {}

  init(_ text: TaskText, words: DraftingWords) {
    dates = TaskDate.all(in: text.tokens, months: words.months)
    for quotation in text.quotations { quotations.append(quotation) }
    for (index, token) in text.tokens.enumerated() {
      let shape = ValueShape(token.text)
      switch shape {
      case .email: emails.append(token.text)
      case .url(let url): urls.append(url)
      case .account: accounts.append(token.text)
      case .file: files.append(token.text)
      case .amount(let amount): amounts.append(amount)
      case .code: codes.append(token.text)
      case .word:
        addWord(token, words)
        addNeighbours(of: token, at: index, in: text.tokens, words)
      case .other: break
      }
    }
    for quotation in text.quotations where quotation.contains(".") {
      if case .file = ValueShape(quotation) { files.append(quotation) }
    }
  }

  private mutating func addWord(_ token: TaskText.Token, _ words: DraftingWords) {
    guard !token.beginsSentence, !token.isQuoted, token.text.first?.isUppercase == true else {
      return
    }
    let bare = token.text.split { $0 == "'" || $0 == "’" }.first.map(String.init) ?? ""
    let lowered = bare.lowercased()
    guard bare.count > 1, !words.months.contains(lowered),
      words.vague[.date]?.contains(WordStem.of(lowered)) != true
    else { return }
    names.append(bare)
  }

  private mutating func addNeighbours(
    of token: TaskText.Token, at index: Int, in tokens: [TaskText.Token], _ words: DraftingWords
  ) {
    let stem = WordStem.of(token.text.lowercased())
    guard words.nouns[stem] != nil else { return }
    if index > 0, Self.articles.contains(tokens[index - 1].text.lowercased()) { open.insert(stem) }
    if index + 1 < tokens.count, Self.relatives.contains(tokens[index + 1].text.lowercased()) {
      open.insert(stem)
    }
    for other in [index - 1, index + 1] where tokens.indices.contains(other) {
      if other < index ? tokens[other].endsSentence : token.endsSentence { continue }
      let text = tokens[other].text
      let neighbour = WordStem.of(text.lowercased())
      guard !words.isCommon(neighbour) else { continue }
      neighbours[stem, default: []].append(text)
    }
  }

  private static let articles: Set<String> = ["a", "an", "any", "some", "each", "every", "all"]
  private static let relatives: Set<String> = ["where", "with", "who", "whose", "starting", "that"]

  mutating func merge(_ other: TaskValues) {
    emails.append(other.emails)
    urls.append(other.urls)
    accounts.append(other.accounts)
    files.append(other.files)
    quotations.append(other.quotations)
    names.append(other.names)
    codes.append(other.codes)
    dates += other.dates.filter { !dates.contains($0) }
    amounts += other.amounts
    open.formUnion(other.open)
    neighbours.merge(other.neighbours) { own, others in
      var both = own
      both.append(others)
      return both
    }
  }
}

/// Texts in the order in which they were first found, each once.
struct OrderedTexts: Sendable, ExpressibleByArrayLiteral {
  private(set) var all: [String] = []
  private var known: Set<String> = []

  init(arrayLiteral texts: String...) {
    for text in texts { append(text) }
  }

  var isEmpty: Bool { all.isEmpty }

  mutating func append(_ text: String) {
    if known.insert(text).inserted { all.append(text) }
  }

  mutating func append(_ texts: OrderedTexts) {
    for text in texts.all { append(text) }
  }
}
