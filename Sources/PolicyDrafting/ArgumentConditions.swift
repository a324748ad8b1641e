import ActionModel
import ByteParsing

/// Writes the condition that holds a tool's arguments to what the tasks name.
struct ArgumentConditions {
  /// What became of a tool's arguments.
  enum Outcome: Equatable {
    /// The terms that all have to hold; none where nothing is said of the arguments.
    case terms([String])
    /// The tasks do not name what an argument needs, so that nothing can be allowed.
    case held(String)
  }

  private let words: DraftingWords
  private let values: TaskValues
  private let stems: Set<String>
  private let risk: DraftingWords.Risk
  /// Whether somebody else's instructions are followed: then nothing may be left open.
  private let isStrict: Bool

  /// More values than this in one condition are no longer a least policy, and cost too much to ask.
  private static let mostValues = 200

  init(
    for tasks: [DraftTask], risk: DraftingWords.Risk, isStrict: Bool,
    words: DraftingWords = .standard
  ) {
    self.words = words
    self.risk = risk
    self.isStrict = isStrict
    var values = TaskValues()
    for task in tasks { values.merge(task.values) }
    self.values = values
    stems = tasks.reduce(into: []) { $0.formUnion($1.stems.keys) }
  }

  func outcome(for tool: DraftTool) -> Outcome {
    var terms: [String] = []
    for argument in tool.arguments {
      guard let role = words.role(ofArgument: argument.name) else { continue }
      switch term(role, argument) {
      case .terms(let more): terms += more
      case .held(let reason): return .held(reason)
      }
    }
    return .terms(terms)
  }

  /// The terms for the links among a tool's arguments alone: what reads the web reveals what it asks for.
  func links(of tool: DraftTool) -> Outcome {
    var terms: [String] = []
    for argument in tool.arguments where words.role(ofArgument: argument.name) == .url {
      switch url(argument) {
      case .terms(let more): terms += more
      case .held(let reason): return .held(reason)
      }
    }
    return .terms(terms)
  }

  private func term(_ role: DraftingWords.Role, _ argument: DraftTool.Argument) -> Outcome {
    switch role {
    case .recipient: recipient(argument)
    case .url: url(argument)
    case .amount: amount(argument)
    case .path: path(argument)
    case .date: date(argument)
    case .secret: secret(argument)
    case .text: text(argument)
    case .id: .terms([])
    }
  }

  // MARK: Roles

  private func recipient(_ argument: DraftTool.Argument) -> Outcome {
    let nouns = Set(NameWords.of(argument.name).map(WordStem.of))
    if risk != .spends, !isStrict,
      speak(ofAny: words.indirect) || !values.open.isDisjoint(with: nouns)
    {
      return .terms([])
    }
    var exact = values.emails.all + values.accounts.all
    var names: [String] = []
    // Where the tasks give addresses, a name within an address is no longer good enough.
    if exact.isEmpty || nouns.isDisjoint(with: words.addresses) {
      exact += values.quotations.all.filter { ValueShape($0) == .word || ValueShape($0) == .code }
      for noun in nouns.sorted() { exact += values.neighbours[noun]?.all ?? [] }
      names = values.names.all.map(\.asciiLowercased)
    }
    guard !exact.isEmpty || !names.isEmpty else {
      return absent(argument, otherwise: "name nobody for `\(argument.name)`")
    }
    return each(argument) { subject in
      var choices: [String] = []
      let lowered = "\(subject).lowerAscii()"
      if !exact.isEmpty {
        choices.append("\(lowered) in \(Expression.list(exact.map(\.asciiLowercased)))")
      }
      if !names.isEmpty {
        choices.append("\(Expression.list(names)).exists(name, \(lowered).contains(name))")
      }
      return choices
    }
  }

  private func url(_ argument: DraftTool.Argument) -> Outcome {
    guard !values.urls.isEmpty else {
      if !isStrict, speak(ofAny: words.vague[.url] ?? []) { return .terms([]) }
      return absent(argument, otherwise: "name no link for `\(argument.name)`")
    }
    let links = values.urls.all
    let spellings = links.flatMap { link in
      link.contains(bytes: "://") ? [link] : [link, "https://\(link)", "http://\(link)"]
    }
    return each(argument) { subject in
      [
        "\(subject) in \(Expression.list(spellings))",
        "\(Expression.list(spellings)).exists(link, \(subject).startsWith(link + \"/\"))",
      ]
    }
  }

  private func amount(_ argument: DraftTool.Argument) -> Outcome {
    guard let most = values.amounts.max() else { return .terms([]) }
    return each(argument) { ["\($0) <= \(Self.number(most))"] }
  }

  private func path(_ argument: DraftTool.Argument) -> Outcome {
    guard !values.files.isEmpty else { return .terms([]) }
    return each(argument) { ["\($0) in \(Expression.list(values.files.all))"] }
  }

  private func date(_ argument: DraftTool.Argument) -> Outcome {
    guard !values.dates.isEmpty, !speak(ofAny: words.vague[.date] ?? []) else { return .terms([]) }
    let spellings = values.dates.flatMap(\.spellings)
    return each(argument) { subject in
      ["\(Expression.list(spellings)).exists(day, \(subject).contains(day))"]
    }
  }

  private func secret(_ argument: DraftTool.Argument) -> Outcome {
    let secrets = values.codes.all + values.quotations.all
    guard !secrets.isEmpty else {
      return absent(argument, otherwise: "do not say the value of `\(argument.name)`")
    }
    return each(argument) { ["\($0) in \(Expression.list(secrets))"] }
  }

  /// Lets text carry the links of the tasks and no others.
  private func text(_ argument: DraftTool.Argument) -> Outcome {
    guard risk == .sends, argument.form == .other else { return .terms([]) }
    if values.urls.isEmpty, !isStrict, speak(ofAny: ["link", "url"]) { return .terms([]) }
    return each(argument) { subject in
      let bare = values.urls.all.reduce(subject) { text, link in
        "\(text).replace(\(Expression.text(link)), \"\")"
      }
      return ["!(\(bare).contains(\"://\") || \(bare).contains(\"www.\"))"]
    }
  }

  // MARK: Terms

  private func speak(ofAny words: Set<String>) -> Bool { !stems.isDisjoint(with: words) }

  /// Wants an argument to be left out, or gives up on the tool where that cannot be.
  private func absent(_ argument: DraftTool.Argument, otherwise reason: String) -> Outcome {
    guard !argument.isRequired else { return .held(reason) }
    let subject = Expression.argument(argument.name)
    let none =
      argument.form == .list
      ? "\(subject) == null || size(\(subject)) == 0" : "\(subject) == null || \(subject) == \"\""
    return .terms(["(\(Expression.hasNot(argument.name)) || \(none))"])
  }

  /// Wants one of some choices of an argument, or of each element of a list.
  private func each(_ argument: DraftTool.Argument, _ choices: (String) -> [String]) -> Outcome {
    guard size <= Self.mostValues else { return .held("name too many values to list them") }
    let subject = Expression.argument(argument.name)
    var wanted: [String]
    if argument.form == .list {
      wanted = ["\(subject).all(item, \(choices("item").joined(separator: " || ")))"]
    } else {
      wanted = choices(subject)
    }
    if !argument.isRequired {
      wanted = [Expression.hasNot(argument.name), "\(subject) == null"] + wanted
    }
    return .terms([
      wanted.count == 1 ? wanted[0] : "(\(wanted.joined(separator: "\n   || ")))"
    ])
  }

  private var size: Int {
    [
      values.emails, values.urls, values.accounts, values.files, values.quotations, values.names,
      values.codes,
    ].map(\.all.count).max() ?? 0
  }

  /// A number as CEL writes it; whole ones without a fraction.
  private static func number(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }
}
