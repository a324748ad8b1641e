import ActionModel

/// Writes down what the scanned arguments mean, by the roles that the table gives them.
struct MeaningWriter {
  let scan: ArgumentScan
  var reading = CommandReading()
  /// What stands for arguments from elsewhere, where an option names it.
  var placeholder: String?
  /// Whether a file is read in order to be sent.
  var sendsFiles = false

  init(scan: consuming ArgumentScan) {
    self.scan = scan
    // Few calls mean more, and growing one by one at first would cost more than the meanings.
    reading.meanings.reserveCapacity(4)
  }

  var table: CommandTable { scan.table }

  mutating func write() -> CommandReading {
    if scan.flags.contains(.quits) { return CommandReading() }
    writeOptions(outsideOfBase: true)
    writeDirectories()
    for entry in scan.chain { writeEntry(entry) }
    for mode in scan.modes { writeEntry(mode) }
    writeOptions(outsideOfBase: false)
    for (key, name, value) in scan.keyed {
      for role in table.keys[key].roles.range {
        if table.roles[role].form == .variable {
          reading.meanings.append(.sets(name, value))
        } else {
          write(table.roles[role], value)
        }
      }
    }
    for value in scan.strays {
      path(.writes, value.begins(with: "@") ? value.dropping(1) : value, isTree: true)
    }
    for slots in scan.slotLists { writeOperands(slots) }
    writeInput()
    if sendsFiles { reading.addReceivers() }
    for gap in scan.gaps { reading.meanings.append(.unknown(gap.bytes, why: gap.why)) }
    if scan.flags.contains(.dry) { reading.removeChanges() }
    if !reading.changesAnything { reading.reversibility = .reversible }
    return reading
  }

  // MARK: Entries and options

  /// Directories come first: everything else is relative to them.
  private mutating func writeDirectories() {
    for occurrence in scan.occurrences {
      for role in table.options[occurrence.option].roles.range {
        switch table.roles[role].form {
        case .base:
          if let value = occurrence.value { reading.meanings.append(.within(value)) }
        case .placeholder:
          placeholder = occurrence.value?.constant ?? "{}"
          if let value = occurrence.value, placeholder.map({ $0.utf8.count > 64 }) == true {
            reading.meanings.append(.unknown(value.bytes, why: "the placeholder is too long"))
            placeholder = nil
          }
        default: break
        }
      }
    }
  }

  private mutating func writeEntry(_ index: Int) {
    let entry = table.entries[index]
    reading.reversibility = max(reading.reversibility, entry.reversibility)
    if entry.output >= 0 { reading.output = table.outputs[Int(entry.output)] }
    for role in entry.effects.range { writeConstant(table.roles[role], at: scan.call.name.bytes) }
  }

  /// Writes those options whose value is relative to the directory that the command was started in, or the others.
  private mutating func writeOptions(outsideOfBase: Bool) {
    for occurrence in scan.occurrences
    where table.options[occurrence.option].flags.contains(.here) == outsideOfBase {
      writeOption(occurrence)
    }
  }

  private mutating func writeOption(_ occurrence: ArgumentScan.Occurrence) {
    var isFound = false
    // What a selected mode says of an option holds before what the entry says.
    let name = table.spellings[occurrence.spelling].name
    let hash = table.spellings[occurrence.spelling].hash
    for mode in scan.modes {
      for spelling in table.entries[mode].options.range
      where table.spellings[spelling].hash == hash
        && table.equal(table.spellings[spelling].name, name)
      {
        write(occurrence, as: Int(table.spellings[spelling].option))
        isFound = true
        break
      }
    }
    if !isFound { write(occurrence, as: occurrence.option) }
  }

  private mutating func write(_ occurrence: ArgumentScan.Occurrence, as index: Int) {
    let option = table.options[index]
    reading.reversibility = max(reading.reversibility, option.reversibility)
    // `sed -i/away/*`: what is attached and names a place is where something goes.
    if option.flags.contains(.attachedOnly), option.roles.range.isEmpty,
      let value = occurrence.value,
      value.begins(with: "/") || value.begins(with: "~")
    {
      path(.writes, value, isTree: true)
    }
    for index in option.roles.range {
      let role = table.roles[index]
      if role.constant >= 0 || role.form == .gap {
        writeConstant(role, at: occurrence.value?.bytes ?? scan.call.name.bytes)
        continue
      }
      guard let value = role.value == 0 ? occurrence.value : occurrence.second else { continue }
      let rest = scan.arguments[min(occurrence.next, scan.arguments.endIndex)...]
      write(role, value, rest: rest)
    }
  }

  // MARK: Operands

  private mutating func writeOperands(_ slots: Range<Int>) {
    let operands = scan.operands
    let repeated = slots.first { table.slots[$0].repeats } ?? slots.upperBound
    let before = min(repeated - slots.lowerBound, operands.count)
    let after = min(max(slots.upperBound - repeated - 1, 0), operands.count - before)
    for slot in slots.lowerBound..<repeated {
      let place = slot - slots.lowerBound
      write(slot, operand: place < before ? operands[place] : nil)
    }
    guard repeated < slots.upperBound else { return }
    let middle = before..<operands.count - after
    if middle.isEmpty { write(repeated, operand: nil) }
    for operand in middle { write(repeated, operand: operands[operand]) }
    for slot in repeated + 1..<slots.upperBound {
      let place = slot - repeated - 1
      write(slot, operand: place < after ? operands[operands.count - after + place] : nil)
    }
  }

  private mutating func write(_ index: Int, operand: Int?) {
    let slot = table.slots[index]
    guard let operand else {
      if slot.fallback >= 0, !scan.flags.contains(.ends) {
        let word = constant(slot.fallback, at: scan.call.name.bytes)
        for role in slot.roles.range { write(table.roles[role], word, isOperand: true) }
      }
      return
    }
    let word = scan.arguments[operand]
    for index in slot.roles.range {
      let role = table.roles[index]
      if role.constant >= 0 {
        writeConstant(role, at: word.bytes)
      } else {
        write(role, word, isOperand: true, rest: scan.arguments[(operand + 1)...])
      }
    }
  }

  /// Says that what flows in is run, where the command's program does not come from elsewhere.
  private mutating func writeInput() {
    guard let entry = scan.modes.last(where: runsInput) ?? scan.chain.last(where: runsInput)
    else { return }
    // A second operand is the program: `sqlite3 x.db "select 1"`.
    let always =
      scan.flags.contains(.stdin)
      || table.entries[entry].flags.contains(.stdin) && scan.operands.count < 2
    if !always {
      if scan.flags.contains(.ends) || scan.shifts > 0 { return }
      if let operand = scan.operands.first {
        guard let first = scan.arguments[operand].constant else { return }
        var isInput = first == "-"
        if case .descriptor(0)? = SpecialPath(first) { isInput = true }
        guard isInput else { return }
      }
    }
    reading.meanings.append(.runsInput(language: table.words[Int(table.entries[entry].input)]))
  }

  // MARK: Roles

  private mutating func write(
    _ role: CommandRole, _ word: Word, isOperand: Bool = false, rest: ArraySlice<Word> = []
  ) {
    switch role.form {
    case .nothing, .base, .placeholder: break
    case .variable:
      if let (before, after) = word.split(at: { $0 == UInt8(ascii: "=") }),
        let name = before.constant
      {
        reading.meanings.append(.sets(name, after))
      }
    case .path: path(role.kind, word, isTree: isOperand && scan.flags.contains(.tree))
    case .tree: path(role.kind, word, isTree: true)
    case .list: reading.meanings.append(.listed(role.kind, in: word))
    case .listed:
      if word.parts.contains(.below) {
        reading.meanings.append(.searches(word))
      } else {
        path(.reads, word, isTree: false)
      }
    case .marked:
      if word.begins(with: "@") || word.begins(with: "<") {
        path(role.kind, word.dropping(1), isTree: false)
      } else if word.isUnknownAtStart {
        path(role.kind, Word(parts: [.anything], bytes: word.bytes), isTree: false)
      }
    case .host(let scheme, let port): host(role.kind, word, scheme: scheme, port: port)
    case .package(let forge): package(role.kind, word, forge: forge)
    case .name(let space): reading.meanings.append(.named(role.kind, space, word))
    case .fetches, .stores, .removes, .fetchesInside, .storesInside: writeCopied(role.form, word)
    case .mounts: writeMount(word)
    case .program: reading.meanings.append(.runs([word], hasFurtherArguments: false))
    case .programWithRest: runs([word] + rest, hasMore: false)
    case .programWithMore: reading.meanings.append(.runs([word], hasFurtherArguments: true))
    case .command: runs([word] + rest, hasMore: false)
    case .commandWithMore: runs([word] + rest, hasMore: true)
    case .elsewhere: reading.meanings.append(.runsElsewhere([word] + rest))
    case .inside: runsInside([word] + rest)
    case .shell:
      let arguments = scan.flags.contains(.ends) ? Array(rest) : []
      reading.meanings.append(.shell(word, arguments: arguments))
    case .shellWithArguments: reading.meanings.append(.shell(word, arguments: Array(rest)))
    case .shellOfRest:
      let words = ([word] + rest).drop { $0.constant == "--" }
      if let text = Word.joined(words) {
        reading.meanings.append(.shell(text, arguments: []))
      }
    case .code(let language):
      reading.meanings.append(.code(language: table.words[Int(language)], word))
    case .directory: reading.meanings.append(.changesDirectory(word))
    case .keys(let block): writeKeys(table.keyBlocks[Int(block)], word)
    case .gap: gap(role, at: word.bytes)
    }
  }

  /// Whether a command or mode runs what flows in.
  func runsInput(_ entry: Int) -> Bool { table.entries[entry].input >= 0 }

  // MARK: Keys

  private mutating func writeKeys(_ block: CommandTable.KeyBlock, _ word: Word) {
    guard block.separator != 0 else { return writeKey(block, word) }
    for item in word.split(separator: block.separator) { writeKey(block, item) }
  }

  private mutating func writeKey(_ block: CommandTable.KeyBlock, _ word: Word) {
    let parts = word.split {
      $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ":")
    }
    let name: String?
    if let parts {
      name = parts.before.constant
    } else {
      name = word.constant == nil ? nil : ""
    }
    guard let name else {
      reading.meanings.append(.unknown(word.bytes, why: "any setting may stand here"))
      return
    }
    // A key alone may be known too, and then is its own value.
    let wanted = parts == nil ? table.key(named: word.constant ?? "", in: block.keys) : nil
    guard let key = wanted ?? table.key(named: name, in: block.keys) else { return }
    for index in table.keys[key].roles.range {
      let role = table.roles[index]
      if role.constant >= 0 {
        writeConstant(role, at: word.bytes)
      } else {
        write(role, parts?.after ?? word)
      }
    }
  }

  // MARK: Constants

  private mutating func writeConstant(_ role: CommandRole, at bytes: Range<Int>) {
    if role.form == .gap { return gap(role, at: bytes) }
    guard role.constant != CommandRole.unknownTarget else {
      switch role.form {
      case .code(let language):
        reading.meanings.append(
          .code(
            language: table.words[Int(language)], Word(parts: [.anything], bytes: bytes)))
      case .shell, .shellOfRest, .shellWithArguments:
        reading.meanings.append(
          .shell(Word(parts: [.anything], bytes: bytes), arguments: []))
      default: reading.meanings.append(.effect(role.kind, .unknown))
      }
      return
    }
    write(role, constant(role.constant, at: bytes))
  }

  /// A word of the table; `~/` is the home of whoever runs the command.
  private func constant(_ index: Int32, at bytes: Range<Int>) -> Word {
    let text = table.words[Int(index)]
    guard text == "~" || text.hasPrefix("~/") else { return Word(text, bytes: bytes) }
    let rest = String(text.dropFirst())
    if let home = scan.call.home { return Word(home + rest, bytes: bytes) }
    return Word(parts: rest.isEmpty ? [.anything] : [.anything, .text(rest)], bytes: bytes)
  }

  private mutating func gap(_ role: CommandRole, at bytes: Range<Int>) {
    let why =
      role.constant >= 0 && role.constant != CommandRole.unknownTarget
      ? table.words[Int(role.constant)] : "what it does depends on more than its words"
    reading.meanings.append(.unknown(bytes, why: why))
  }
}
