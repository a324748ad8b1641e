import ActionModel
import ByteParsing

/// Tells options, their values and operands apart, as the command itself would.
struct ArgumentScan {
  /// An option that was found.
  struct Occurrence {
    /// Into the table's options.
    let option: Int
    /// Into the table's spellings.
    let spelling: Int
    /// Its first value, and its second where it takes two.
    var value: Word?
    var second: Word?
    /// The index of the argument after it.
    var next: Int
  }

  let table: CommandTable
  /// The call, in whose arguments an old-style bundle of letters is taken apart.
  private(set) var call: CommandCall
  /// The command's entry, then those of its subcommands.
  private(set) var chain: NonEmpty<Int>
  private(set) var occurrences: [Occurrence] = []
  /// Indexes of the positional operands among the arguments.
  private(set) var operands: [Int] = []
  /// Keyed operands: the key's index in the table, what was written for it, and the value.
  private(set) var keyed: [(key: Int, name: String, value: Word)] = []
  /// The values of options that nobody described, where they are paths.
  private(set) var strays: [Word] = []
  /// Entries of the modes that options selected.
  private(set) var modes: [Int] = []
  /// The slots that hold, of each selected mode that has some, or else the entry's.
  private(set) var slotLists: NonEmpty<Range<Int>>
  private var takesCommand = false
  private(set) var shifts = 0
  private(set) var pops = 0
  private(set) var flags: CommandTable.Option.Flags = []
  /// What could not be understood.
  private(set) var gaps: [(bytes: Range<Int>, why: String)] = []
  private var optionsEnded = false
  private var lacksSubcommand = false
  private static let maximumDepth = 8

  init(table: CommandTable, call: consuming CommandCall, entry: Int) {
    self.table = table
    self.call = call
    chain = NonEmpty(entry)
    slotLists = NonEmpty(table.entries[entry].slots.range)
    lacksSubcommand = table.entries[entry].flags.contains(.hasSubcommands)
    if table.entries[entry].flags.contains(.bundle) { unbundle() }
    settleSlots()
  }

  var arguments: ArraySlice<Word> { call.arguments }

  /// The innermost entry.
  var entry: Int { chain[chain.endIndex - 1] }

  mutating func run() {
    var index = arguments.startIndex
    while index < arguments.endIndex {
      let word = arguments[index]
      if !optionsEnded {
        let lead = word.parts.firstByte
        if lead == UInt8(ascii: "-"), word.parts.knownCount > 1 || word.parts.count > 1 {
          index = readOption(word, word.knownPrefix, at: index)
          if flags.contains(.ends) { break }
          continue
        }
        if lead == UInt8(ascii: "+"), let next = readPlus(word, at: index) {
          index = next
          continue
        }
      }
      if readOperand(word, at: index) { break }
      index += 1
    }
    if lacksSubcommand, !flags.contains(.ends), let none = child("_") { enter(none) }
    for entry in chain where table.entries[entry].defaultMode >= 0 {
      if !modes.contains(where: { Int(table.entries[$0].parent) == entry }) {
        modes.append(Int(table.entries[entry].defaultMode))
        settleSlots()
      }
    }
  }

  // MARK: Operands

  /// Takes an operand; true where it and all that follow belong to one role.
  private mutating func readOperand(_ word: Word, at index: Int) -> Bool {
    if !optionsEnded, word.mayBeOption, couldBeHarmfulOption() {
      gaps.append((word.bytes, "may be any option of `\(name)`"))
    }
    if lacksSubcommand {
      readSubcommand(word)
      return false
    }
    if !table.entries[entry].keys.isEmpty, readKeyed(word) { return false }
    if operands.capacity == 0 { operands.reserveCapacity(arguments.count) }
    operands.append(index)
    let flags = table.entries[entry].flags
    if flags.contains(.posix) { optionsEnded = true }
    guard takesCommand else { return false }
    var takesRest = false
    eachRole(of: operands.count - 1) { if $0.takesRest { takesRest = true } }
    if !flags.contains(.mixed) { optionsEnded = true }
    return takesRest
  }

  /// Finds the slots that hold with the options seen so far.
  private mutating func settleSlots() {
    var ofModes: NonEmpty<Range<Int>>?
    for mode in modes where Int(table.entries[mode].parent) == entry {
      guard table.entries[mode].flags.contains(.hasArguments) else { continue }
      let slots = trimmed(table.entries[mode].slots.range)
      if ofModes?.append(slots) == nil { ofModes = NonEmpty(slots) }
    }
    slotLists = ofModes ?? NonEmpty(trimmed(table.entries[entry].slots.range))
    takesCommand = slotLists.contains { slots in
      slots.contains { slot in
        table.slots[slot].roles.range.contains { table.roles[$0].takesRest }
      }
    }
  }

  private func trimmed(_ slots: Range<Int>) -> Range<Int> {
    let lower = min(slots.lowerBound + shifts, slots.upperBound)
    return lower..<max(lower, slots.upperBound - pops)
  }

  /// Visits what the operand of that number may be, counted from the first; which are the last is known at the end only.
  private func eachRole(of operand: Int, _ visit: (CommandRole) -> Void) {
    for slots in slotLists {
      var index = slots.lowerBound
      for _ in 0..<operand {
        guard index < slots.upperBound, !table.slots[index].repeats else { break }
        index += 1
      }
      guard index < slots.upperBound else { continue }
      for role in table.slots[index].roles.range { visit(table.roles[role]) }
    }
  }

  private mutating func readKeyed(_ word: Word) -> Bool {
    guard let (before, after) = word.split(at: { $0 == UInt8(ascii: "=") }),
      let name = before.constant,
      let key = table.key(named: name, in: table.entries[entry].keys)
    else { return false }
    keyed.append((key, name, after))
    return true
  }

  // MARK: Subcommands

  private func child(_ name: String) -> Int? {
    table.names.find(name.utf8.span, in: Int32(entry), text: table.text).map(Int.init)
  }

  /// The subcommand that is named like a setting, which is compared without case: `diff.*.textconv` and `pager.*`.
  private func settingChild(_ name: String) -> Int? {
    let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return nil }
    let (section, key) = (
      String(Substring(first)).lowercased(), String(Substring(last)).lowercased()
    )
    return child(name.lowercased()) ?? child("\(section).*.\(key)") ?? child("\(section).*")
  }

  private mutating func enter(_ entry: Int) {
    chain.append(entry)
    lacksSubcommand = table.entries[entry].flags.contains(.hasSubcommands)
    if table.entries[entry].flags.contains(.again), chain.count < Self.maximumDepth {
      chain.removeLast()
      lacksSubcommand = true
    }
    settleSlots()
  }

  private mutating func readSubcommand(_ word: Word) {
    lacksSubcommand = false
    if let name = word.constant, let found = child(name) ?? settingChild(name) {
      enter(found)
    } else if let any = child("*") {
      enter(any)
    } else {
      let what = word.constant.map { "`\(name) \($0)` is not known" }
      gaps.append((word.bytes, what ?? "may be any subcommand of `\(name)`"))
    }
  }

  /// The command's name, for people.
  private var name: String { call.name.constant ?? "?" }

  // MARK: Options

  private mutating func readOption(_ word: Word, _ text: String, at index: Int) -> Int {
    let bytes = text.utf8.span
    if bytes[0] == UInt8(ascii: "-"), bytes.count == 2, bytes[1] == UInt8(ascii: "-"),
      word.parts.count == 1
    {
      optionsEnded = true
      return index + 1
    }
    let isDouble = bytes.count > 1 && bytes[1] == UInt8(ascii: "-")
    var end = 0
    while end < bytes.count, bytes[end] != UInt8(ascii: "=") { end += 1 }
    let isWhole = end < bytes.count || word.parts.count == 1
    if isWhole {
      if let found = find(bytes.extracting(0..<end), word: word, valueAt: end, at: index) {
        return take(found, word, valueAt: end, isAttached: end < bytes.count, at: index)
      }
      if isDouble {
        return readAbbreviation(word, bytes, end: end, at: index)
      }
    } else if isDouble {
      unclear(word)
      return index + 1
    }
    if isLong {
      noteFormat(word, text)
      if !isDouble, let (found, count) = findAttached(bytes, word: word, at: index) {
        return take(found, word, valueAt: count - 1, isAttached: true, at: index)
      }
      if isWhole { undeclared(word) } else { unclear(word) }
      return index + 1
    }
    return readCluster(word, bytes, at: index)
  }

  private var isLong: Bool { chain.contains { table.entries[$0].flags.contains(.long) } }

  /// Takes letters one by one: the last may have a value, attached or as the next word.
  private mutating func readCluster(_ word: Word, _ bytes: Span<UInt8>, at index: Int) -> Int {
    var letter = 1
    var next = index + 1
    while letter < bytes.count {
      let pair: InlineArray<2, UInt8> = [UInt8(ascii: "-"), bytes[letter]]
      letter += 1
      let isFollowed = letter < bytes.count || word.parts.count > 1
      guard
        let found = find(
          pair.span, word: word, valueAt: isFollowed ? letter - 1 : bytes.count, at: index)
      else {
        // `-5` is a number, `-=` nothing at all.
        if !(0x30...0x39 ~= bytes[letter - 1]) { unknownOption(word) }
        if letter < bytes.count,
          bytes[letter] == UInt8(ascii: "/") || bytes[letter] == UInt8(ascii: "~")
        {
          strays.append(word.dropping(letter))
          break
        }
        continue
      }
      let option = table.options[Int(table.spellings[found].option)]
      let hasRest = letter < bytes.count || word.parts.count > 1
      if option.valueCount > 0 {
        var start = letter
        if hasRest, letter < bytes.count, bytes[letter] == UInt8(ascii: "=") { start += 1 }
        return take(found, word, valueAt: start - 1, isAttached: hasRest, at: index)
      }
      next = take(found, word, valueAt: letter, isAttached: false, at: index)
    }
    if word.parts.count > 1 { unclear(word) }
    return next
  }

  /// A long option may be written by its beginning, as long as that is unique.
  private mutating func readAbbreviation(
    _ word: Word, _ bytes: Span<UInt8>, end: Int, at index: Int
  ) -> Int {
    guard let (found, isUnique) = find(abbreviation: bytes.extracting(0..<end)) else {
      undeclared(word)
      return index + 1
    }
    if !isUnique { gaps.append((word.bytes, "could be one of several options")) }
    return take(found, word, valueAt: end, isAttached: end < bytes.count, at: index)
  }

  /// Notes an option and takes its values; gives the index of the argument after it.
  private mutating func take(
    _ spelling: Int, _ word: Word, valueAt: Int, isAttached: Bool, at index: Int
  ) -> Int {
    let optionIndex = Int(table.spellings[spelling].option)
    let option = table.options[optionIndex]
    var next = index + 1
    var values: (Word?, Word?) = (nil, nil)
    var missing = Int(option.valueCount)
    if isAttached, missing > 0 {
      values.0 = word.dropping(valueAt + 1)
      missing -= 1
    }
    if !option.flags.contains(.attachedOnly) {
      while missing > 0, next < arguments.endIndex {
        if values.0 == nil { values.0 = arguments[next] } else { values.1 = arguments[next] }
        next += 1
        missing -= 1
      }
    }
    occurrences.append(
      Occurrence(
        option: optionIndex, spelling: spelling, value: values.0, second: values.1, next: next))
    flags.formUnion(option.flags)
    if option.flags.contains(.shift) { shifts = 1 }
    if option.flags.contains(.pop) { pops = 1 }
    if option.mode >= 0, !modes.contains(Int(option.mode)) { modes.append(Int(option.mode)) }
    if option.mode >= 0 || option.flags.contains(.shift) || option.flags.contains(.pop) {
      settleSlots()
    }
    return next
  }

  /// `+cmd`, where the command has such options.
  private mutating func readPlus(_ word: Word, at index: Int) -> Int? {
    if let text = word.constant,
      let found = find(text.utf8.span, word: word, valueAt: text.utf8.count, at: index)
    {
      return take(found, word, valueAt: 0, isAttached: false, at: index)
    }
    let plus: InlineArray<1, UInt8> = [UInt8(ascii: "+")]
    guard let found = find(plus.span, word: word, valueAt: 0, at: index) else { return nil }
    return take(found, word, valueAt: 0, isAttached: true, at: index)
  }

  // MARK: What is not clear

  /// An option that nobody described; where its value is a path that leads elsewhere, that is what it is about.
  private mutating func undeclared(_ word: Word) {
    if let (_, value) = word.split(at: { $0 == UInt8(ascii: "=") }), leadsAway(value) {
      strays.append(value)
    }
    unknownOption(word)
  }

  private mutating func unknownOption(_ word: Word) {
    guard chain.contains(where: { table.entries[$0].flags.contains(.strict) }) else { return }
    gaps.append((word.bytes, "this option of `\(name)` is not known"))
  }

  /// A setting by a format, in which some commands run what stands in braces: `-comment<${filename;…}`.
  private mutating func noteFormat(_ word: Word, _ text: String) {
    guard text.utf8.contains(UInt8(ascii: "<")), text.contains(bytes: "${") else { return }
    gaps.append((word.bytes, "a format of `\(name)` may be code"))
  }

  private func leadsAway(_ word: Word) -> Bool {
    word.begins(with: "/") || word.begins(with: "~") || word.begins(with: "../")
      || word.begins(with: "@/")
  }

  /// An option whose name is not all known.
  private mutating func unclear(_ word: Word) {
    guard couldBeHarmfulOption() else { return }
    gaps.append((word.bytes, "may be any option of `\(name)`"))
  }

  /// Whether an option that nobody can read may do more than what the next operand does anyway.
  private func couldBeHarmfulOption() -> Bool {
    guard !table.entries[entry].flags.contains(.anyopt) else { return false }
    var risk: Effect.KindSet = []
    for entry in chain
    where entry == self.entry || table.entries[entry].flags.contains(.globals) {
      risk.formUnion(table.entries[entry].risk)
    }
    var covered: Effect.KindSet = .reads
    if !lacksSubcommand {
      eachRole(of: operands.count) { covered.formUnion($0.kinds) }
    }
    if covered.contains(.loads) { covered.formUnion(.executes) }
    if covered.contains(.executes) { covered = .all }
    return !risk.subtracting(covered).isEmpty
  }

  /// Takes the first word apart where it is a bundle of letters without a dash: `tar xzf a.tgz`.
  private mutating func unbundle() {
    guard let first = arguments.first, let letters = first.constant, !letters.isEmpty,
      !letters.utf8.contains(UInt8(ascii: "-")), !letters.utf8.contains(UInt8(ascii: "/"))
    else { return }
    var result: [Word] = []
    var next = arguments.startIndex + 1
    for letter in letters.unicodeScalars {
      result.append(Word("-\(letter)", bytes: first.bytes))
      let last = result[result.count - 1]
      guard let text = last.constant,
        let found = find(text.utf8.span, word: last, valueAt: -1, at: 0)
      else { continue }
      let option = table.options[Int(table.spellings[found].option)]
      guard option.valueCount > 0, !option.flags.contains(.attachedOnly), next < arguments.endIndex
      else { continue }
      result.append(arguments[next])
      next += 1
    }
    call.arguments = (result + arguments[next...])[...]
  }
}
