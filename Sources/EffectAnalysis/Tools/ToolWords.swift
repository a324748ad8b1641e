import ActionModel
import EmbeddedTables

/// What the words in the names of tools and arguments usually mean: all there is to go by for a tool that nobody described.
///
/// The table says of itself how it is written.
struct ToolWords: Sendable {
  /// What a word says of a tool.
  struct Meaning: Sendable, Hashable {
    let kind: Effect.Kind
    let reversibility: Effects.Reversibility
  }

  private var verbs: [String: Meaning] = [:]
  private var nouns: [String: Meaning] = [:]
  private var arguments: [String: ArgumentRole.Kind] = [:]

  static let standard = EmbeddedTable.required("tools/words.txt", ToolWords.init)

  init(_ table: EmbeddedTable) throws(EmbeddedTableError) {
    try table.readLines { add($0) }
  }

  private mutating func add(_ words: [String]) -> Bool {
    switch words[0] {
    case "verb":
      guard let meaning = Meaning(words) else { return false }
      for word in words.dropFirst(3) { verbs[word] = meaning }
    case "noun":
      guard let meaning = Meaning(words) else { return false }
      for word in words.dropFirst(3) { nouns[word] = meaning }
    case "argument":
      guard words.count > 2, let kind = ArgumentRole.Kind(rawValue: words[1]) else { return false }
      for name in words.dropFirst(2) { arguments[name] = kind }
    default: return false
    }
    return true
  }

  /// What a tool's name says: its first verb, made worse by every noun in it; nil for a name without any known word.
  func meanings(ofTool name: String) -> [Meaning] {
    let words = NameWords.of(name)
    var meanings: [Meaning] = []
    if let verb = words.lazy.compactMap({ verbs[$0] }).first { meanings.append(verb) }
    for word in words {
      // "List payments" reads; only what does something to a payment spends.
      guard let noun = nouns[word], meanings.first?.kind != .reads, !meanings.contains(noun)
      else { continue }
      meanings.append(noun)
    }
    return meanings
  }

  /// What an argument's name says; nil for a name that says nothing.
  func role(ofArgument name: String) -> ArgumentRole.Kind? {
    arguments[NameWords.of(name).joined(separator: "_")]
  }
}

extension ToolWords.Meaning {
  fileprivate init?(_ words: [String]) {
    guard words.count > 3, let kind = Effect.Kind(rawValue: words[1]),
      let reversibility = Effects.Reversibility(rawValue: words[2])
    else { return nil }
    self.init(kind: kind, reversibility: reversibility)
  }
}
