/// The builtins that read their input into variables.
extension ShellEvaluation {
  /// Runs `read`.
  mutating func readLine(_ arguments: ArraySlice<Word>, at bytes: Range<Int>) -> Status {
    var names: [String] = []
    var array: String?
    var (isRaw, isPlain) = (false, true)
    var rest = arguments
    while let word = rest.popFirst() {
      guard let text = word.constant else {
        gap("a variable is read whose name is not known", [word])
        continue
      }
      guard names.isEmpty, text.hasPrefix("-"), text.utf8.count > 1 else {
        noteSubscript(PartialText(word), at: word.bytes)
        names.append(text)
        continue
      }
      for (offset, letter) in text.dropFirst().enumerated() {
        switch letter {
        case "r": isRaw = true
        case "s", "e": break
        case "a", "p", "t", "d", "n", "N", "u", "i":
          // The value is the rest of the word, or the next one.
          let attached = text.dropFirst(offset + 2)
          let value = attached.isEmpty ? rest.popFirst()?.constant : String(attached)
          if letter == "a" { array = value }
          if "dnNu".contains(letter) { isPlain = false }
        default: break
        }
        if "aptdnNui".contains(letter) { break }
      }
    }
    let carries = input.isPresent && input.carriesData
    let taken = isPlain && separators.areKnown ? input.takeLine() : .unknown(.anything)
    if let array { return fill(array, from: taken, carries, at: bytes) }
    if names.isEmpty { names = ["REPLY"] }
    switch taken {
    case .line(var line):
      if !isRaw { line.removeAll { $0 == UInt8(ascii: "\\") } }
      let fields = split(line, into: names.count)
      for (index, name) in names.enumerated() {
        var text = PartialText()
        if index < fields.count { text.append(fields[index]) }
        assignByName(name, text, carriesData: carries, at: bytes)
      }
      return .success
    case .end:
      for name in names { assignByName(name, PartialText(), carriesData: false, at: bytes) }
      return .failure
    case .unknown(let text):
      for name in names {
        assignByName(
          name, names.count == 1 ? text : .anything, carriesData: carries, at: bytes)
      }
      return .unknown
    }
  }

  /// The fields of a line, the last of which holds the rest.
  private func split(_ line: [UInt8], into count: Int) -> [[UInt8]] {
    let separators = separators
    var fields: [[UInt8]] = []
    var rest = line[...]
    func skipBlanks() {
      while let byte = rest.first, separators.contains(byte), separators.isBlank(byte) {
        rest.removeFirst()
      }
    }
    skipBlanks()
    while fields.count + 1 < count, !rest.isEmpty {
      let end = rest.firstIndex { separators.contains($0) } ?? rest.endIndex
      fields.append(Array(rest[..<end]))
      rest = rest[end...]
      skipBlanks()
      if let byte = rest.first, separators.contains(byte), end < rest.endIndex,
        !separators.isBlank(byte)
      {
        rest.removeFirst()
        skipBlanks()
      }
    }
    while let byte = rest.last, separators.contains(byte), separators.isBlank(byte) {
      rest.removeLast()
    }
    if !rest.isEmpty { fields.append(Array(rest)) }
    return fields
  }

  private mutating func fill(
    _ array: String, from taken: Input.TakenLine, _ carries: Bool, at bytes: Range<Int>
  ) -> Status {
    var variable = Variable(.anything)
    var status = Status.unknown
    switch taken {
    case .line(let bytes):
      var elements: [Int: PartialText] = [:]
      for (index, field) in split(bytes, into: Int.max).enumerated() {
        var text = PartialText()
        text.append(field)
        elements[index] = text
      }
      variable = Variable(.array(elements))
      status = .success
    case .end:
      variable = Variable(.array([:]))
      status = .failure
    case .unknown: break
    }
    variable.carriesData = carries
    assign(array, variable, at: bytes)
    return status
  }

  /// Runs `mapfile`, also called `readarray`.
  mutating func readArray(_ words: [Word]) -> Status {
    var name = "MAPFILE"
    var (trims, isPlain) = (false, true)
    var rest = words.dropFirst()
    while let word = rest.popFirst() {
      guard let text = word.constant else {
        gap("a variable is read whose name is not known", [word])
        continue
      }
      switch text {
      case "-t": trims = true
      case "-c": _ = rest.popFirst()
      case "-d", "-n", "-O", "-s", "-u":
        isPlain = false
        _ = rest.popFirst()
      default:
        guard text.hasPrefix("-") else {
          name = text
          break
        }
        isPlain = false
        if text.contains("C") { gap("`mapfile` runs a command of its own", words) }
        if text == "-C" { _ = rest.popFirst() }
      }
    }
    var variable = Variable(.anything)
    if isPlain, let bytes = input.bytes {
      var elements: [Int: PartialText] = [:]
      for (index, line) in Lines.split(bytes).lines.enumerated() {
        var text = PartialText()
        text.append(Array(line) + (trims ? [] : [Lines.newline]))
        elements[index] = text
      }
      variable = Variable(.array(elements))
    }
    variable.carriesData = input.isPresent && input.carriesData
    assign(name, variable, at: words[0].bytes)
    return .success
  }
}
