package import JSON

/// A task as somebody wrote it, read for what it asks and what it names.
package struct DraftTask: Sendable {
  let stems: [String: String]
  /// The stems of words that stand where a verb would: after `to`, `please`, `and`, or first in a sentence.
  let verbs: Set<String>
  let values: TaskValues
  /// Whether the task hands over to instructions that are written elsewhere.
  let delegates: Bool

  /// Reads a task from an object: every text in it belongs to the task, and so do the texts of JSON within a text.
  package init(_ document: JSONValue) throws(DraftingError) {
    var texts: [String] = []
    Self.collect(document, into: &texts, depth: 0)
    guard !texts.isEmpty else {
      throw DraftingError("a task has no text: write `{\"text\": \"…\"}`, one task a line")
    }
    self.init(texts)
  }

  init(_ texts: [String], words: DraftingWords = .standard) {
    var stems: [String: String] = [:]
    var verbs: Set<String> = []
    var values = TaskValues()
    var delegates = false
    for text in texts {
      let text = TaskText(text)
      stems.merge(text.stems) { first, _ in first }
      verbs.formUnion(Self.verbs(of: text.tokens))
      values.merge(TaskValues(text, words: words))
      delegates = delegates || Self.delegates(text.tokens)
    }
    self.stems = stems
    self.verbs = verbs
    self.values = values
    self.delegates = delegates
  }

  private static func collect(_ value: JSONValue, into texts: inout [String], depth: Int) {
    switch value.kind {
    case .string:
      guard let text = value.string else { return }
      if depth < 2, text.first == "{", let inner = try? JSONDocument.parse(Array(text.utf8)) {
        collect(inner, into: &texts, depth: depth + 1)
      } else {
        texts.append(text)
      }
    case .array: for element in value.elements { collect(element, into: &texts, depth: depth) }
    case .object: for (_, member) in value.members { collect(member, into: &texts, depth: depth) }
    default: return
    }
  }

  private static let beforeVerbs: Set<String> = [
    "to", "and", "please", "then", "or", "also", "you", "i", "we", "can", "could", "will", "would",
    "should", "must", "let", "not", "don't", "just", "them", "me", "first", "now", "but",
  ]

  private static func verbs(of tokens: [TaskText.Token]) -> Set<String> {
    var verbs: Set<String> = []
    var previous = ""
    for token in tokens {
      let word = token.text.lowercased()
      if token.beginsSentence || beforeVerbs.contains(previous) { verbs.insert(WordStem.of(word)) }
      previous = word
    }
    return verbs
  }

  private static let doing: Set<String> = [
    "do", "perform", "follow", "execut", "complet", "finish",
  ]
  private static let lists: Set<String> = ["action", "todo", "instruction", "task", "step"]
  private static let places: Set<String> = ["in", "on", "at", "from", "specified", "listed"]

  /// Finds "do the actions specified in the email from …": a verb of doing, a list of tasks, and where it lies.
  private static func delegates(_ tokens: [TaskText.Token]) -> Bool {
    let words = tokens.map { WordStem.of($0.text.lowercased().filter { $0 != "-" }) }
    for (index, word) in words.enumerated() where doing.contains(word) {
      let end = min(index + 8, words.count)
      guard let list = (index..<end).first(where: { lists.contains(words[$0]) }),
        !words[index..<list].contains("follow") || word == "follow"
      else { continue }
      let rest = tokens[(list + 1)..<min(list + 7, tokens.count)]
      if rest.contains(where: { places.contains($0.text.lowercased()) }),
        !rest.contains(where: { $0.text.lowercased() == "order" })
      {
        return true
      }
    }
    return false
  }
}
