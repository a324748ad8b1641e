import ActionModel

/// What a tool does, as far as its name and its server's word tell.
struct ToolPurpose {
  enum Kind: Equatable {
    case reads, keepsNotes, handsOver
    case changes(DraftingWords.Risk)
  }

  let kind: Kind
  private let verb: DraftingWords.Verb?
  /// The stems of what it works on.
  private let nouns: [String]
  private let words: DraftingWords

  init(of tool: DraftTool, words: DraftingWords) {
    self.words = words
    let name = NameWords.of(tool.name).map(WordStem.of)
    let first = Self.firstVerb(in: name, words) ?? Self.firstVerb(in: Self.opening(tool), words)
    verb = first.flatMap { words.verb($0, ofToolNamed: name) }
    nouns = name.filter { $0 != first && !words.fillers.contains($0) }
    kind =
      if name.contains(where: words.handover.contains) {
        .handsOver
      } else if tool.isReadOnly, verb == nil {
        // A server's word counts where the name does not say otherwise.
        .reads
      } else if let first, words.keeps.contains(first) {
        .keepsNotes
      } else if let first, words.reads.contains(first), words.verbs[first] == nil {
        .reads
      } else {
        .changes(verb?.risk ?? .executes)
      }
  }

  /// What its server says first of it.
  private static func opening(_ tool: DraftTool) -> [String] {
    NameWords.of(String(tool.summary.prefix(40)).lowercased()).prefix(1).map(WordStem.of)
  }

  private static func firstVerb(in stems: [String], _ words: DraftingWords) -> String? {
    stems.first {
      words.verbs[$0] != nil || words.reads.contains($0) || words.keeps.contains($0)
    }
  }

  /// The words of a task that ask for the tool; nil where it does not.
  func evidence(in task: DraftTask) -> [String]? {
    guard let verb else {
      let found = nouns.compactMap { task.stems[$0] }
      return nouns.isEmpty || found.count < nouns.count ? nil : found
    }
    guard let asks = word(of: verb.words, in: task, asVerb: true) else { return nil }
    if verb.isEnough { return [asks] }
    // `update_reservation_passengers` works on passengers: the last noun is the thing, those before it say whose.
    guard let thing = nouns.last(where: isNoun) ?? nouns.last else { return [asks] }
    if let meant = word(of: words.nouns[thing] ?? [thing], in: task, asVerb: false) {
      return asks == meant ? [asks] : [asks, meant]
    }
    return task.values.example(of: thing).map { [asks, $0] }
  }

  /// The first word of a group that a task uses, in the order of letters so that drafts are repeatable.
  private func word(of group: Set<String>, in task: DraftTask, asVerb: Bool) -> String? {
    group.filter { stem in
      guard task.stems[stem] != nil else { return false }
      // `email` and `order` are nouns more often than not: as verbs they have to stand where verbs do.
      return !asVerb || !isNoun(stem) || task.verbs.contains(stem)
    }.min().flatMap { task.stems[$0] }
  }

  private func isNoun(_ stem: String) -> Bool { words.nouns[stem] != nil }
}

extension TaskValues {
  /// A value that stands for a thing of some kind, where the task does not say the word.
  fileprivate func example(of noun: String) -> String? {
    switch noun {
    case "email": emails.all.isEmpty ? nil : "an e-mail address"
    case "file", "document": files.all.isEmpty ? nil : "a file"
    case "money", "payment", "transaction": accounts.all.isEmpty ? nil : "an account"
    case "webpag", "websit": urls.all.isEmpty ? nil : "a link"
    default: nil
    }
  }
}
