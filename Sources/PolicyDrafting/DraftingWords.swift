import ActionModel
import EmbeddedTables

/// What words mean where written tasks are held against the names of tools.
///
/// The table says of itself how it is written. All words are stems here.
struct DraftingWords: Sendable {
  /// What a tool with a verb can do at worst.
  enum Risk: String, Sendable {
    case adds, changes, sends, deletes, spends, grants, executes

    /// Whether nothing that it is done to makes it worse.
    var isFinal: Bool { self != .adds && self != .changes && self != .sends }

    /// Whether it can be taken back.
    var isRecoverable: Bool { self == .adds || self == .changes }
  }

  /// A verb in the names of tools, and the words of tasks that ask for it.
  struct Verb: Sendable {
    var risk: Risk
    var isEnough: Bool
    var words: Set<String>
  }

  /// What an argument is there for.
  enum Role: String, Sendable {
    case recipient, amount, url, path, date, id, secret, text
  }

  private(set) var reads: Set<String> = []
  private(set) var keeps: Set<String> = []
  private(set) var verbs: [String: Verb] = [:]
  /// The nouns by which whatever sends or adds something spends.
  private(set) var money: Set<String> = []
  private(set) var nouns: [String: Set<String>] = [:]
  /// The words of arguments that take addresses rather than names.
  private(set) var addresses: Set<String> = []
  private(set) var indirect: Set<String> = []
  private(set) var vague: [Role: Set<String>] = [:]
  private(set) var handover: Set<String> = []
  private(set) var fillers: Set<String> = []
  private(set) var months: [String] = []
  private var roles: [String: Role] = [:]

  static let standard = EmbeddedTable.required("drafting/words.txt", DraftingWords.init)

  init(_ table: EmbeddedTable) throws(EmbeddedTableError) {
    try table.readLines { add($0[0], Array($0.dropFirst())) }
  }

  private mutating func add(_ kind: String, _ fields: [String]) -> Bool {
    let stems = fields.map(WordStem.of)
    switch kind {
    case "reads": reads.formUnion(stems)
    case "keeps": keeps.formUnion(stems)
    case "money": money.formUnion(stems)
    case "address": addresses.formUnion(stems)
    case "indirect": indirect.formUnion(stems)
    case "handover": handover.formUnion(stems)
    case "filler": fillers.formUnion(stems)
    case "month": months += fields
    case "verb":
      guard let risk = fields.first.flatMap(Risk.init(rawValue:)), fields.count > 2 else {
        return false
      }
      let isEnough = fields[1] == "alone"
      let words = stems.dropFirst(isEnough ? 2 : 1)
      guard let name = words.first else { return false }
      verbs[name, default: Verb(risk: risk, isEnough: isEnough, words: [name])].words
        .formUnion(words)
    case "noun":
      guard let name = stems.first else { return false }
      nouns[name, default: [name]].formUnion(stems)
    case "argument", "vague":
      guard let role = fields.first.flatMap(Role.init(rawValue:)) else { return false }
      if kind == "vague" {
        vague[role, default: []].formUnion(stems.dropFirst())
      } else {
        for name in fields.dropFirst() { roles[name] = role }
      }
    default: return false
    }
    return true
  }

  /// What a verb means in a tool's name: whatever sends or adds money pays.
  func verb(_ stem: String, ofToolNamed name: [String]) -> Verb? {
    guard var verb = verbs[stem] else { return nil }
    guard name.contains(where: money.contains), !verb.risk.isFinal else { return verb }
    if verb.risk != .changes { verb.words.formUnion(verbs["pay"]?.words ?? []) }
    verb.risk = .spends
    return verb
  }

  /// What an argument is there for, by the last word of its name; nil where the name does not tell.
  func role(ofArgument name: String) -> Role? {
    guard let last = NameWords.of(name).last else { return nil }
    return roles[last]
  }
}

extension DraftingWords {
  private static let common: Set<String> = [
    "this", "that", "which", "any", "some", "given", "necessary", "most", "where", "start", "is",
    "has", "are", "it", "as", "you", "your", "their", "his", "her", "our", "he", "she", "they",
    "direct", "about", "via",
  ]

  /// Whether a word is too common to be the name of something.
  func isCommon(_ stem: String) -> Bool {
    fillers.contains(stem) || indirect.contains(stem) || Self.common.contains(stem)
      || nouns[stem] != nil || verbs[stem] != nil
  }
}
