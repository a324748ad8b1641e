/// Finds the options that a word may name.
extension ArgumentScan {
  /// The longest option that may have its value attached without `=`, where options are not clusters: `-o/opt`.
  func findAttached(
    _ bytes: Span<UInt8>, word: Word, at index: Int
  ) -> (spelling: Int, count: Int)? {
    var count = min(bytes.count - 1, Self.longestAttached)
    while count >= 2 {
      if let found = find(bytes.extracting(0..<count), word: word, valueAt: -1, at: index) {
        let option = table.options[Int(table.spellings[found].option)]
        if option.flags.contains(.attachedOnly) || count == 2 && option.valueCount > 0 {
          return (found, count)
        }
      }
      count -= 1
    }
    return nil
  }

  /// No option that has its value attached has a longer name.
  private static let longestAttached = 24

  /// The first long option that a text is the beginning of, and whether there is but one.
  func find(abbreviation: Span<UInt8>) -> (spelling: Int, isUnique: Bool)? {
    // `--` alone begins them all.
    guard abbreviation.count > 2 else { return nil }
    var found: Int?
    var options: Set<UInt32> = []
    eachScope { entry in
      for spelling in table.entries[entry].options.range {
        let name = table.spellings[spelling].name
        guard Int(name.count) > abbreviation.count, table.hasPrefix(name, abbreviation) else {
          continue
        }
        if found == nil { found = spelling }
        options.insert(table.spellings[spelling].option)
      }
    }
    return found.map { ($0, options.count == 1) }
  }

  /// Visits the entries whose options may stand here, modes after the entry itself.
  private func eachScope(_ visit: (Int) -> Void) {
    for entry in chain.reversed() {
      guard entry == self.entry || table.entries[entry].flags.contains(.globals) else { continue }
      visit(entry)
      var mode = Int(table.entries[entry].firstMode)
      while mode >= 0 {
        visit(mode)
        mode = Int(table.entries[mode].nextMode)
      }
    }
  }

  /// The spelling of an option; where some speak of one value only, the one that fits.
  func find(
    _ name: Span<UInt8>, word: Word, valueAt: Int, at index: Int
  ) -> Int? {
    let hash = CommandNames.hash(name)
    for entry in chain.reversed() {
      guard entry == self.entry || table.entries[entry].flags.contains(.globals) else { continue }
      var scope = entry
      while scope >= 0 {
        for spelling in table.entries[scope].options.range
        where table.spellings[spelling].hash == hash
          && table.equals(table.spellings[spelling].name, name)
          && fits(spelling, word: word, valueAt: valueAt, at: index)
        {
          return spelling
        }
        scope = Int(
          scope == entry ? table.entries[scope].firstMode : table.entries[scope].nextMode)
      }
    }
    return nil
  }

  /// Whether the value is the one that the spelling asks for, if it asks.
  private func fits(_ spelling: Int, word: Word, valueAt: Int, at index: Int) -> Bool {
    let wanted = table.spellings[spelling].value
    guard wanted.count > 0 else { return true }
    let value: Word?
    if valueAt >= 0, case .text(let text)? = word.parts.first, valueAt < text.utf8.count {
      value = word.dropping(valueAt + 1)
    } else if case .text(let text)? = word.parts.first, valueAt < 0, text.utf8.count > 2 {
      value = word.dropping(2)
    } else {
      value = index + 1 < arguments.endIndex ? arguments[index + 1] : nil
    }
    guard let text = value?.constant else { return false }
    return table.equals(wanted, text.utf8.span)
  }
}
