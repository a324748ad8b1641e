import EmbeddedTables

/// What is known of a programming language: how its programs are written, and what its functions do.
///
/// A table has a line for each fact, words apart by blanks; `#` begins a comment where a line begins with it.
///
/// | line | meaning |
/// |---|---|
/// | `language` *name*… | the names that this language is asked for by |
/// | `form` `calls` \| `lines` \| `awk` \| `inert` | whether programs call functions, are a command a line, are awk, or can do no harm |
/// | `comment` *start* [*end*] | a comment up to the line's end, or to *end* |
/// | `quote` *open* *close* *trait*… | a string: `escapes`, `raw`, `command`, `dollar`, `hash`, `template`, `brace` |
/// | `member` *separator*… | what stands between a name and its member |
/// | `join` *operator*… | what joins strings; `beside` for nothing at all |
/// | `trait` *name*… | `sigils` `prefixes` `regex` `quote-operators` `percent-quotes` `bare-calls` `lenient-members` `html-comments` |
/// | `keyword` `pure` `module` `attribute` `never` *name*… | names for judging a program harmless |
/// | `decode` *name* *encoding* | a function that undoes an encoding: one of `CodeDecoding` |
/// | `environment` *name*… | what holds all variables of the environment |
/// | `marker` *character*… | text without any of them (`blank` for one) is no program, and means nothing |
/// | `call` *name* *effect*… | what a function does; `*.name` for a method of anything |
/// | `separator` *character*… | what ends a command beside the line's end, in the form `lines` |
/// | `command` *name* *effect*… | what a command does, in the form `lines` |
/// | `other` *language* | the language of all other lines, in the form `lines` |
struct CodeLanguage: Sendable {
  enum Form: String, Sendable { case calls, lines, awk, inert }

  struct Quote: Sendable {
    let open: [UInt8]
    let close: [UInt8]
    let traits: Set<String>
  }

  struct Comment: Sendable {
    let start: [UInt8]
    let end: [UInt8]
  }

  struct Call: Sendable {
    /// The name with its owner; nil for a method of anything.
    let path: String?
    let effects: [CodeEffect]
  }

  private(set) var names: [String] = []
  private(set) var form = Form.calls
  private(set) var comments: [Comment] = []
  private(set) var quotes: [Quote] = []
  private(set) var members: [[UInt8]] = []
  private(set) var joins: Set<String> = []
  private(set) var traits: Set<String> = []
  private(set) var keywords: Set<String> = []
  private(set) var pure: Set<String> = []
  private(set) var modules: Set<String> = []
  private(set) var attributes: Set<String> = []
  private(set) var never: Set<String> = []
  private(set) var environments: Set<String> = []
  /// The functions that undo encodings, by their names with their owners.
  private(set) var decodings: [String: CodeDecoding] = [:]
  private(set) var separators: Set<UInt8> = []
  private(set) var commands: [String: [CodeEffect]] = [:]
  /// The language of lines that are none of the commands, in the form `lines`.
  private(set) var otherLines: String?
  /// Characters of which every program has some; text without is something else, such as a file's name.
  private(set) var markers: Set<UInt8> = []
  /// By the last part of the name.
  private(set) var calls: [String: [Call]] = [:]

  init(_ table: EmbeddedTable) throws(EmbeddedTableError) {
    try table.readLines { add($0[0], Array($0.dropFirst())) }
    // Of two quotes that begin alike, the longer one is meant.
    quotes.sort { $0.open.count > $1.open.count }
    members.sort { $0.count > $1.count }
    comments.sort { $0.start.count > $1.start.count }
  }

  private mutating func add(_ key: String, _ words: [String]) -> Bool {
    guard let first = words.first else { return false }
    switch key {
    case "language": names += words
    case "form":
      guard let form = Form(rawValue: first) else { return false }
      self.form = form
    case "comment":
      comments.append(
        Comment(start: Array(first.utf8), end: words.count > 1 ? Array(words[1].utf8) : [0x0A]))
    case "quote":
      guard words.count >= 2 else { return false }
      quotes.append(
        Quote(open: Array(first.utf8), close: Array(words[1].utf8), traits: Set(words.dropFirst(2)))
      )
    case "member": members += words.map { Array($0.utf8) }
    case "join": joins.formUnion(words)
    case "trait": traits.formUnion(words)
    case "keyword": keywords.formUnion(words)
    case "pure": pure.formUnion(words)
    case "module": modules.formUnion(words)
    case "attribute": attributes.formUnion(words)
    case "never": never.formUnion(words)
    case "decode":
      guard words.count == 2, let decoding = CodeDecoding(rawValue: words[1]) else { return false }
      decodings[first] = decoding
    case "environment": environments.formUnion(words)
    case "other": otherLines = first
    case "marker":
      markers.formUnion(words.compactMap { $0 == "blank" ? UInt8(ascii: " ") : $0.utf8.first })
    case "separator": separators.formUnion(words.compactMap { $0.utf8.first })
    case "command", "call":
      var effects: [CodeEffect] = []
      for word in words.dropFirst() {
        guard let effect = CodeEffect(word) else { return false }
        effects.append(effect)
      }
      guard !effects.isEmpty else { return false }
      if key == "command" {
        commands[first] = effects
      } else {
        let last = first.split(separator: ".").last.map(String.init) ?? first
        let path = first.hasPrefix("*.") ? nil : first
        calls[last, default: []].append(Call(path: path, effects: effects))
      }
    default: return false
    }
    return true
  }
}
