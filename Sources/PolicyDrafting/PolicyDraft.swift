import ActionModel

/// A least policy for written tasks: what they need is allowed, the rest is held for a human.
package struct PolicyDraft: Sendable {
  /// What the draft says of a tool, and why.
  struct Entry: Sendable {
    enum Answer: Sendable {
      case allowed(terms: [String])
      case held
    }

    let tool: String
    let answer: Answer
    /// A sentence for the reader of the policy.
    let why: String
  }

  let tools: Int
  let tasks: Int
  /// The tools that only read and take no link.
  private(set) var reads: [String] = []
  private(set) var entries: [Entry] = []

  /// Drafts a policy from nothing but the tools' schemas and the tasks' words.
  package init(tools: [DraftTool], tasks: [DraftTask]) {
    self.init(tools: tools, tasks: tasks, words: .standard)
  }

  init(tools: [DraftTool], tasks: [DraftTask], words: DraftingWords) {
    self.tools = tools.count
    self.tasks = tasks.count
    for tool in tools where ToolName.isValid(tool.name) {
      let purpose = ToolPurpose(of: tool, words: words)
      switch purpose.kind {
      case .reads: addReader(tool, tasks, words)
      case .handsOver:
        add(tool, .allowed(terms: []), "hands the case over to a human, which is always safe")
      case .keepsNotes: add(tool, .allowed(terms: []), "keeps notes of its own")
      case .changes(let risk): addChanger(tool, purpose, risk, tasks, words)
      }
    }
  }

  private mutating func add(_ tool: DraftTool, _ answer: Entry.Answer, _ why: String) {
    entries.append(Entry(tool: tool.name, answer: answer, why: why))
  }

  private mutating func addReader(_ tool: DraftTool, _ tasks: [DraftTask], _ words: DraftingWords) {
    let conditions = ArgumentConditions(for: tasks, risk: .sends, isStrict: false, words: words)
    switch conditions.links(of: tool) {
    case .terms([]): reads.append(tool.name)
    case .terms(let terms):
      add(tool, .allowed(terms: terms), "only reads, of the links that the tasks name")
    case .held(let reason):
      add(tool, .held, "reads what lies behind links, and the tasks \(reason)")
    }
  }

  private mutating func addChanger(
    _ tool: DraftTool, _ purpose: ToolPurpose, _ risk: DraftingWords.Risk, _ tasks: [DraftTask],
    _ words: DraftingWords
  ) {
    var asking: [DraftTask] = []
    var evidence: OrderedTexts = []
    for task in tasks {
      guard let found = purpose.evidence(in: task) else { continue }
      asking.append(task)
      for word in found { evidence.append(word) }
    }
    let isAsked = !asking.isEmpty
    if !isAsked { asking = tasks.filter(\.delegates) }
    guard !asking.isEmpty else {
      add(tool, .held, "\(risk.phrase), and no task speaks of that")
      return
    }
    // What others' instructions ask for is allowed only where it can be taken back, or goes to whom the task names.
    guard isAsked || risk.isRecoverable || risk == .sends else {
      add(tool, .held, "\(risk.phrase), and the tasks leave it to others to ask for that")
      return
    }
    let conditions = ArgumentConditions(
      for: asking, risk: risk, isStrict: !isAsked, words: words)
    let speech =
      isAsked
      ? "the tasks speak of \(evidence.all.prefix(6).map { "`\($0)`" }.joined(separator: ", "))"
      : "the tasks follow instructions that lie elsewhere"
    switch conditions.outcome(for: tool) {
    case .terms(let terms): add(tool, .allowed(terms: terms), "\(risk.phrase); \(speech)")
    case .held(let reason): add(tool, .held, "\(risk.phrase); \(speech), but \(reason)")
    }
  }
}

extension DraftingWords.Risk {
  fileprivate var phrase: String {
    switch self {
    case .adds: "adds something"
    case .changes: "changes something"
    case .sends: "sends something"
    case .deletes: "deletes something"
    case .spends: "commits or spends something"
    case .grants: "grants something"
    case .executes: "does what its name does not tell"
    }
  }
}
