import ActionModel

/// Reads command tables, line by line, into the contents of a `CommandTable`.
///
/// Every fault is kept with its line, and the line is skipped, so that one run shows all of them.
struct CommandTableParser {
  /// A command, subcommand, mode or list of keys whose lines are being read.
  struct Block {
    enum Kind { case command, subcommand, mode, keys }

    let kind: Kind
    /// Its entry, or for keys its key block.
    let index: Int32
    let line: Int
    var effects: [CommandRole] = []
    var hasChildren = false
    var modes: [(name: Range<Int>, entry: Int32)] = []
    var keyBlocks: [(name: Range<Int>, block: Int32)] = []
    /// Options whose mode, and roles whose keys, are named but not yet found.
    var wantedModes: [(option: Int, name: Range<Int>, line: Int)] = []
    var wantedKeys: [(role: Int, name: Range<Int>, line: Int)] = []
  }

  var table = CommandTable.Contents()
  var blocks: [Block] = []
  var line = 0
  /// The tokens of the clause at hand.
  var tokens: [Range<Int>] = []
  private var wordIndexes: [String: Int32] = [:]
  private var errors: [CommandTableError] = []
  private var file = ""
  private var replaces = false

  static let maximumErrors = 100
  static let maximumDepth = 8

  init(capacity: Int) {
    table.text.reserveCapacity(capacity)
    table.spellings.reserveCapacity(capacity / 32)
    table.options.reserveCapacity(capacity / 48)
    table.roles.reserveCapacity(capacity / 24)
    tokens.reserveCapacity(64)
  }

  /// Reads one file.
  mutating func read(_ file: CommandTable.File, replacing: Bool) {
    self.file = file.name
    replaces = replacing
    line = 0
    var position = table.text.count
    table.text.append(contentsOf: file.bytes)
    let end = table.text.count
    while position < end {
      line += 1
      let next = indexOf(UInt8(ascii: "\n"), position..<end) ?? end
      readLine(position..<next)
      position = next + 1
    }
    while !blocks.isEmpty { closeBlock() }
  }

  /// The table, or everything that is wrong with its files.
  func finish() throws(CommandTableErrors) -> CommandTable.Contents {
    if errors.isEmpty { return table }
    throw CommandTableErrors(all: errors)
  }

  // MARK: Lines

  private mutating func readLine(_ line: Range<Int>) {
    var start = line.lowerBound
    var end = line.upperBound
    while start < end, table.text[start] == UInt8(ascii: " ") { start += 1 }
    while end > start, table.text[end - 1] == UInt8(ascii: " ") { end -= 1 }
    guard start < end, table.text[start] != UInt8(ascii: "#") else { return }
    let indentation = start - line.lowerBound
    let depth = indentation / 2
    guard indentation % 2 == 0, depth <= blocks.count else {
      return fail("the line is indented by \(indentation)", "indent by 2 more than the line above")
    }
    while blocks.count > depth { closeBlock() }
    let content = start..<end
    if depth == 0 {
      openEntry(.command, content, names: start)
    } else if hasPrefix(content, "sub ") {
      openEntry(.subcommand, content, names: start + 4)
    } else if hasPrefix(content, "mode ") {
      openEntry(.mode, content, names: start + 5)
    } else if hasPrefix(content, "keys ") {
      openKeys(content)
    } else {
      readClauses(content)
    }
  }

  private mutating func openEntry(_ kind: Block.Kind, _ content: Range<Int>, names: Int) {
    guard blocks.count < Self.maximumDepth else {
      return fail("there are more than \(Self.maximumDepth) levels", "use fewer levels")
    }
    guard let colon = headerEnd(content) else {
      return fail("`\(string(content))` has no colon", "write `NAME NAME…: CLAUSE; CLAUSE…`")
    }
    splitTokens(names..<colon)
    guard !tokens.isEmpty else {
      return fail("nothing is named", "write at least one name before the colon")
    }
    let index = Int32(table.entries.count)
    var entry = CommandTable.Entry()
    var parent: Int32 = -1
    if kind != .command {
      guard let above = parentEntry else { return }
      parent = above
      entry.parent = parent
    }
    table.entries.append(entry)
    addNames(kind, index, parent)
    blocks.append(Block(kind: kind, index: index, line: line))
    startSlices(of: index)
    readClauses(colon + 1..<content.upperBound)
  }

  /// The entry of the innermost block, for a line that stands in it.
  private mutating func parentEntry(_ what: String) -> Int32? {
    guard let block = blocks.last, block.kind != .keys, block.kind != .mode else {
      fail("a list of keys or a mode holds no \(what)", "write it in the command itself")
      return nil
    }
    settleClauses()
    return block.index
  }

  private var parentEntry: Int32? {
    mutating get { parentEntry("subcommands, modes or lists of keys") }
  }

  private mutating func addNames(_ kind: Block.Kind, _ index: Int32, _ parent: Int32) {
    if kind == .mode {
      // Once, however many names it has: a mode that followed itself would never end.
      table.entries[Int(index)].nextMode = table.entries[Int(parent)].firstMode
      table.entries[Int(parent)].firstMode = index
    }
    for token in tokens {
      if kind == .mode {
        blocks[blocks.count - 1].modes.append((token, index))
        if equals(token, "_") { table.entries[Int(parent)].defaultMode = index }
        continue
      }
      let isNew = table.names.add(
        name(token), in: parent, entry: index, text: table.text,
        replacing: replaces && kind == .command)
      if !isNew {
        fail("`\(string(token))` is described twice", "describe each name in one place only")
      }
      if kind == .subcommand { table.entries[Int(parent)].flags.insert(.hasSubcommands) }
    }
  }

  private mutating func openKeys(_ content: Range<Int>) {
    guard let colon = headerEnd(content) else {
      return fail("`\(string(content))` has no colon", "write `keys NAME: KEY= ROLE`")
    }
    splitTokens(content.lowerBound + 5..<colon)
    guard tokens.count == 1 || tokens.count == 3 && equals(tokens[1], "by") && tokens[2].count == 1
    else { return fail("`keys` takes one name", "write `keys NAME:` or `keys NAME by ,:`") }
    guard parentEntry != nil else { return }
    let index = Int32(table.keyBlocks.count)
    var block = CommandTable.KeyBlock()
    let start = UInt32(table.keys.count)
    block.keys = .init(start: start, end: start)
    if tokens.count == 3 { block.separator = table.text[tokens[2].lowerBound] }
    table.keyBlocks.append(block)
    blocks[blocks.count - 1].keyBlocks.append((tokens[0], index))
    blocks.append(Block(kind: .keys, index: index, line: line))
    readClauses(colon + 1..<content.upperBound)
  }

  private mutating func startSlices(of index: Int32) {
    func empty(_ count: Int) -> CommandTable.Slice {
      .init(start: UInt32(count), end: UInt32(count))
    }
    table.entries[Int(index)].options = empty(table.spellings.count)
    table.entries[Int(index)].keys = empty(table.keys.count)
  }

  // MARK: Ends

  /// Ends the clauses of the innermost entry, since the first of its parts begins.
  private mutating func settleClauses() {
    guard let last = blocks.indices.last, !blocks[last].hasChildren else { return }
    blocks[last].hasChildren = true
    guard blocks[last].kind != .keys else { return }
    let start = UInt32(table.roles.count)
    table.roles.append(contentsOf: blocks[last].effects)
    let end = UInt32(table.roles.count)
    table.entries[Int(blocks[last].index)].effects = .init(start: start, end: end)
  }

  private mutating func closeBlock() {
    settleClauses()
    guard let block = blocks.popLast() else { return }
    let above = blocks.indices.last
    for wanted in block.wantedModes {
      if let mode = block.modes.first(where: { equal($0.name, wanted.name) }) {
        table.options[wanted.option].mode = mode.entry
      } else if block.kind == .mode, let above {
        blocks[above].wantedModes.append(wanted)
      } else {
        fail(
          "there is no mode `\(string(wanted.name))`", "describe it below: `mode NAME: …`",
          line: wanted.line)
      }
    }
    for wanted in block.wantedKeys {
      if let keys = block.keyBlocks.first(where: { equal($0.name, wanted.name) }) {
        table.roles[wanted.role].form = .keys(keys.block)
      } else if let above {
        blocks[above].wantedKeys.append(wanted)
      } else {
        fail(
          "there is no list of keys `\(string(wanted.name))`", "describe it below: `keys NAME: …`",
          line: wanted.line)
      }
    }
    if block.kind != .keys { assessRisk(of: Int(block.index)) }
  }

  /// Sums up what the entry's options can do.
  private mutating func assessRisk(of index: Int) {
    var risk: Effect.KindSet = []
    for spelling in table.entries[index].options.range {
      let option = table.options[Int(table.spellings[spelling].option)]
      for role in option.roles.range { risk.formUnion(table.roles[role].kinds) }
    }
    var mode = table.entries[index].firstMode
    while mode >= 0 {
      let entry = table.entries[Int(mode)]
      risk.formUnion(entry.risk)
      for role in entry.effects.range { risk.formUnion(table.roles[role].kinds) }
      for slot in entry.slots.range {
        for role in table.slots[slot].roles.range { risk.formUnion(table.roles[role].kinds) }
      }
      mode = entry.nextMode
    }
    table.entries[index].risk = risk
  }

  // MARK: Text

  mutating func fail(_ message: String, _ hint: String, line: Int? = nil) {
    guard errors.count < Self.maximumErrors else { return }
    errors.append(
      CommandTableError(file: file, line: line ?? self.line, message: message, hint: hint))
  }

  /// The index of a text among the table's words.
  mutating func word(_ range: Range<Int>) -> Int32 {
    let text = string(range)
    if let index = wordIndexes[text] { return index }
    let index = Int32(table.words.count)
    table.words.append(text)
    wordIndexes[text] = index
    return index
  }

  func string(_ range: Range<Int>) -> String { String(decoding: table.text[range], as: UTF8.self) }

  func name(_ range: Range<Int>) -> CommandTable.Name {
    .init(start: UInt32(range.lowerBound), count: UInt16(clamping: range.count))
  }

  func equals(_ range: Range<Int>, _ text: String) -> Bool {
    range.count == text.utf8.count && hasPrefix(range, text)
  }

  func hasPrefix(_ range: Range<Int>, _ text: String) -> Bool {
    let prefix = text.utf8.span
    guard range.count >= prefix.count else { return false }
    for index in prefix.indices where table.text[range.lowerBound + index] != prefix[index] {
      return false
    }
    return true
  }

  func equal(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    table.text[left] == table.text[right]
  }

  func indexOf(_ byte: UInt8, _ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound {
      if table.text[index] == byte { return index }
      index += 1
    }
    return nil
  }

  /// Where a header's colon stands: the first that ends the line or is followed by a blank.
  private func headerEnd(_ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while let colon = indexOf(UInt8(ascii: ":"), index..<range.upperBound) {
      let next = colon + 1
      if next == range.upperBound || table.text[next] == UInt8(ascii: " ") { return colon }
      index = next
    }
    return nil
  }
}
