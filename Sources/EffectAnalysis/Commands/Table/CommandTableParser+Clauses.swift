import ActionModel

/// The clauses of a line: options, operands, keys, effects and words.
extension CommandTableParser {
  mutating func readClauses(_ range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      var isInside = false
      while end < range.upperBound {
        switch table.text[end] {
        case UInt8(ascii: "("): isInside = true
        case UInt8(ascii: ")"): isInside = false
        default: break
        }
        if table.text[end] == UInt8(ascii: ";"), !isInside { break }
        end += 1
      }
      splitTokens(start..<end)
      if !tokens.isEmpty { readClause() }
      start = end + 1
    }
  }

  /// Splits at blanks outside parentheses.
  mutating func splitTokens(_ range: Range<Int>) {
    tokens.removeAll(keepingCapacity: true)
    var start = range.lowerBound
    var index = start
    var isInside = false
    while index < range.upperBound {
      switch table.text[index] {
      case UInt8(ascii: "("): isInside = true
      case UInt8(ascii: ")"): isInside = false
      case UInt8(ascii: " ") where !isInside:
        if start < index { tokens.append(start..<index) }
        start = index + 1
      default: break
      }
      index += 1
    }
    if start < range.upperBound { tokens.append(start..<range.upperBound) }
  }

  private mutating func readClause() {
    guard let last = blocks.indices.last else { return }
    guard !blocks[last].hasChildren else {
      return fail(
        "a clause stands behind a mode, a list of keys or a subcommand",
        "move it up, to the command's own clauses")
    }
    let first = tokens[0]
    let lead = table.text[first.lowerBound]
    if blocks[last].kind == .keys {
      readKey(into: last)
    } else if lead == UInt8(ascii: "-") || lead == UInt8(ascii: "+") {
      readOption(into: last)
    } else if table.text[first.upperBound - 1] == UInt8(ascii: "=") {
      readKey(into: last)
    } else if equals(first, "args") {
      readSlots(into: Int(blocks[last].index))
    } else {
      readWords(into: last)
    }
  }

  // MARK: Options

  private mutating func readOption(into block: Int) {
    var index = 0
    var option = CommandTable.Option()
    let optionIndex = table.options.count
    let spellings = table.spellings.count
    while index < tokens.count {
      let lead = table.text[tokens[index].lowerBound]
      guard lead == UInt8(ascii: "-") || lead == UInt8(ascii: "+") else { break }
      addSpelling(tokens[index], option: optionIndex)
      if table.spellings[table.spellings.count - 1].value.count > 0 { option.valueCount = 1 }
      index += 1
    }
    guard table.spellings.count > spellings else { return }
    if tokens[0].count == 1, table.text[tokens[0].lowerBound] == UInt8(ascii: "+") {
      option.flags.insert(.attachedOnly)
    }
    var roles: [CommandRole] = []
    while index < tokens.count {
      let token = tokens[index]
      index += 1
      if equals(token, "=") {
        option.valueCount += 1
      } else if equals(token, "=?") {
        option.valueCount += 1
        option.flags.insert(.attachedOnly)
      } else if equals(token, "mode") {
        guard index < tokens.count else { return fail("`mode` names none", "write `mode NAME`") }
        blocks[block].wantedModes.append((optionIndex, tokens[index], line))
        index += 1
      } else if let flag = optionFlag(token) {
        option.flags.insert(flag)
      } else if let reversibility = reversibility(token) {
        option.reversibility = max(option.reversibility, reversibility)
      } else {
        let first = roles.count
        guard readJoinedRoles(token, into: &roles) else { return }
        for index in roles.indices[first...] {
          guard option.valueCount > 0 || roles[index].constant >= 0 || roles[index].form == .gap
          else {
            return fail(
              "`\(string(token))` speaks of a value, but the option takes none",
              "write `= \(string(token))`, or name the target in parentheses")
          }
          roles[index].value = max(option.valueCount, 1) - 1
        }
      }
    }
    if roles.contains(where: \.takesRest), !option.flags.contains(.ends) {
      fail("an option takes all words after it", "add `ends`, since they are no options of its own")
    }
    option.roles = append(roles)
    table.options.append(option)
    let end = UInt32(table.spellings.count)
    table.entries[Int(blocks[block].index)].options.end = end
  }

  private mutating func addSpelling(_ token: Range<Int>, option: Int) {
    let equals = indexOf(UInt8(ascii: "="), token)
    let name = token.lowerBound..<(equals ?? token.upperBound)
    let value = equals.map { $0 + 1..<token.upperBound } ?? token.upperBound..<token.upperBound
    let spelling = CommandTable.Spelling(
      name: self.name(name), value: self.name(value),
      hash: CommandNames.hash(table.text.span.extracting(name)), option: UInt32(option))
    let entry = Int(blocks[blocks.count - 1].index)
    if value.isEmpty {
      var other = Int(table.entries[entry].options.start)
      while other < table.spellings.count {
        if table.spellings[other].hash == spelling.hash, table.spellings[other].value.count == 0,
          table.text[table.spellings[other].name.range] == table.text[name]
        {
          fail("`\(string(name))` is declared twice", "declare each option once in an entry")
        }
        other += 1
      }
    }
    table.spellings.append(spelling)
  }

  private func optionFlag(_ token: Range<Int>) -> CommandTable.Option.Flags? {
    if equals(token, "tree") { return .tree }
    if equals(token, "shift") { return .shift }
    if equals(token, "pop") { return .pop }
    if equals(token, "dry") { return .dry }
    if equals(token, "quits") { return .quits }
    if equals(token, "ends") { return .ends }
    if equals(token, "stdin") { return .stdin }
    if equals(token, "here") { return .here }
    return nil
  }

  private func reversibility(_ token: Range<Int>) -> Effects.Reversibility? {
    if equals(token, "recoverable") { return .recoverable }
    if equals(token, "irreversible") { return .irreversible }
    if equals(token, "unsure") { return .unknown }
    return nil
  }

  private mutating func append(_ roles: [CommandRole]) -> CommandTable.Slice {
    let start = UInt32(table.roles.count)
    table.roles.append(contentsOf: roles)
    return .init(start: start, end: UInt32(table.roles.count))
  }

  // MARK: Operands and keys

  private mutating func readSlots(into entry: Int) {
    guard !table.entries[entry].flags.contains(.hasArguments) else {
      return fail("`args` stands twice", "write one line `args` for each command or mode")
    }
    table.entries[entry].flags.insert(.hasArguments)
    let start = UInt32(table.slots.count)
    var repeats = false
    for token in tokens.dropFirst() {
      var slot = CommandTable.Slot()
      var end = token.upperBound
      if let equals = indexOf(UInt8(ascii: "="), token) {
        slot.fallback = word(equals + 1..<end)
        end = equals
      }
      if end - token.lowerBound > 3, equals(end - 3..<end, "..."),
        !hasPrefix(token, "shell"), !hasPrefix(token, "program")
      {
        slot.repeats = true
        end -= 3
        guard !repeats else { return fail("two operands repeat", "let only one have `...`") }
        repeats = true
      }
      var roles: [CommandRole] = []
      guard readJoinedRoles(token.lowerBound..<end, into: &roles) else { return }
      slot.roles = append(roles)
      table.slots.append(slot)
    }
    table.entries[entry].slots = .init(start: start, end: UInt32(table.slots.count))
  }

  /// Reads roles joined by `+`, which will lie behind the table's roles; false after a fault.
  private mutating func readJoinedRoles(
    _ range: Range<Int>, into roles: inout [CommandRole]
  ) -> Bool {
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      var isInside = false
      while end < range.upperBound, isInside || table.text[end] != UInt8(ascii: "+") {
        if table.text[end] == UInt8(ascii: "(") { isInside = true }
        if table.text[end] == UInt8(ascii: ")") { isInside = false }
        end += 1
      }
      // `command+` is a role of its own.
      if end + 1 == range.upperBound { end += 1 }
      let index = table.roles.count + roles.count
      guard let role = readRole(start..<end, block: blocks.count - 1, at: index) else {
        return false
      }
      roles.append(role)
      start = end + 1
    }
    return true
  }

  private mutating func readKey(into block: Int) {
    let first = tokens[0]
    guard table.text[first.upperBound - 1] == UInt8(ascii: "=") else {
      return fail("`\(string(first))` is no key", "write `KEY= ROLE…`")
    }
    var roles: [CommandRole] = []
    for token in tokens.dropFirst() {
      guard readJoinedRoles(token, into: &roles) else { return }
    }
    let key = CommandTable.Key(
      name: name(first.lowerBound..<first.upperBound - 1), roles: append(roles))
    table.keys.append(key)
    let end = UInt32(table.keys.count)
    if blocks[block].kind == .keys {
      table.keyBlocks[Int(blocks[block].index)].keys.end = end
    } else {
      table.entries[Int(blocks[block].index)].keys.end = end
    }
  }

  // MARK: Words

  private mutating func readWords(into block: Int) {
    let entry = Int(blocks[block].index)
    var index = 0
    while index < tokens.count {
      let token = tokens[index]
      index += 1
      if let flag = entryFlag(token) {
        table.entries[entry].flags.insert(flag)
      } else if let reversibility = reversibility(token) {
        table.entries[entry].reversibility = max(table.entries[entry].reversibility, reversibility)
      } else if equals(token, "input"), index < tokens.count {
        table.entries[entry].input = Int16(clamping: word(tokens[index]))
        index += 1
      } else if equals(token, "reader"), index < tokens.count {
        readReader(tokens[index], into: entry)
        index += 1
      } else if equals(token, "prints"), index < tokens.count {
        table.entries[entry].output = Int16(clamping: table.outputs.count)
        table.outputs.append(Word.Parts(tokens[index...].map(outputPart)))
        return
      } else if let role = readRole(token, block: block, at: nil) {
        guard role.constant >= 0 || role.form == .gap else {
          return fail(
            "`\(string(token))` speaks of no word",
            "write it behind `args` or an option, or name the target in parentheses")
        }
        blocks[block].effects.append(role)
      } else {
        return
      }
    }
  }

  private func entryFlag(_ token: Range<Int>) -> CommandTable.Flags? {
    if equals(token, "posix") { return .posix }
    if equals(token, "mixed") { return .mixed }
    if equals(token, "long") { return .long }
    if equals(token, "globals") { return .globals }
    if equals(token, "strict") { return .strict }
    if equals(token, "anyopt") { return .anyopt }
    if equals(token, "again") { return .again }
    if equals(token, "stdin") { return .stdin }
    return nil
  }

  private mutating func readReader(_ token: Range<Int>, into entry: Int) {
    if equals(token, "find") {
      table.entries[entry].flags.insert(.find)
    } else if equals(token, "bundle") {
      table.entries[entry].flags.insert(.bundle)
    } else if equals(token, "parallel") {
      table.entries[entry].flags.insert(.parallel)
    } else {
      fail("there is no reader `\(string(token))`", "use `find`, `bundle` or `parallel`")
    }
  }

  private func outputPart(_ token: Range<Int>) -> Word.Part {
    if equals(token, "segment") { return .segment("*") }
    if equals(token, "below") { return .below }
    if equals(token, "anything") { return .anything }
    return .text(string(token))
  }
}
