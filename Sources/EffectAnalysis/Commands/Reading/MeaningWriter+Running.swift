import ByteParsing

/// Writes the commands that a command runs.
extension MeaningWriter {
  /// Gives a command's words, arguments from elsewhere filled in where a placeholder stands.
  mutating func runs(_ words: [Word], hasMore: Bool) {
    var words = words
    var hasMore = hasMore
    if isParallel, let word = words.first(where: { $0.constant?.contains(bytes: "{=") == true }) {
      reading.meanings.append(.unknown(word.bytes, why: "a replacement string is code of perl"))
    }
    if isParallel, let end = words.firstIndex(where: { $0.begins(with: ":::") }) {
      words.removeSubrange(end...)
      hasMore = true
    }
    if hasMore || placeholder != nil { reading.splitting = splitting }
    if let placeholder = placeholder ?? (isParallel ? "{}" : nil) {
      if words.contains(where: { $0.replacing(placeholder, with: [.anything]) != $0 }) {
        reading.meanings.append(.runsEach(words, placeholder: placeholder))
        return
      }
    }
    reading.meanings.append(.runs(words, hasFurtherArguments: hasMore))
  }

  /// Gives a command's words to what the operand before them names.
  mutating func runsInside(_ words: [Word]) {
    guard case .named(_, let space, let name)? = reading.meanings.last else {
      reading.meanings.append(.runsElsewhere(words))
      return
    }
    reading.meanings.append(.runsInside(words, space, name: name))
  }

  /// How `xargs` and `parallel` tell apart what flows in.
  private var splitting: Stream.Splitting {
    if isParallel { return .lines }
    for occurrence in scan.occurrences {
      switch table.string(table.spellings[occurrence.spelling].name) {
      case "-0", "--null": return .nulls
      case "-d", "--delimiter":
        switch occurrence.value?.constant {
        case "\\n", "\n": return .lines
        case "\\0": return .nulls
        default: return .unknown
        }
      default: break
      }
    }
    return .words
  }

  private var isParallel: Bool { table.entries[scan.chain.head].flags.contains(.parallel) }
}
