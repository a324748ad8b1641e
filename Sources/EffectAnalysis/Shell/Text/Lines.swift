/// The text commands that work on whole lines.
enum Lines {
  /// Puts the input out as it is; only `-` and `-u` may be given.
  static func cat(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    arguments.allSatisfy { $0 == "-" || $0 == "-u" } ? input : nil
  }

  /// Whether a byte stands between words or ends a line: also NUL, as `-print0` puts it there.
  static func isBlank(_ byte: UInt8) -> Bool {
    byte == newline || byte == 0 || byte == 32 || byte == 9
  }

  /// Turns the characters of each line around.
  static func reverseEach(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    guard arguments.isEmpty else { return nil }
    return mapLines(input) { line in
      // A character is a scalar to `rev`, so that accents which combine end up before their letter.
      guard line.allSatisfy({ $0 < 0x80 }) else {
        return Array(String(String.UnicodeScalarView(scalars(line).reversed())).utf8)
      }
      return line.reversed()
    }
  }

  /// Puts the last line first.
  static func reverseAll(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    guard arguments.isEmpty else { return nil }
    var output: [UInt8] = []
    output.reserveCapacity(input.count)
    for line in terminatedLines(input).reversed() { output += line }
    return output
  }

  /// The first lines or bytes: `-n N`, `-N`, `-c N`.
  static func head(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    guard let amount = Amount(arguments), !amount.fromStart else { return nil }
    if amount.inBytes { return Array(input.prefix(amount.count)) }
    return Array(terminatedLines(input).prefix(amount.count).joined())
  }

  /// The last lines or bytes, or all from one on: `-n N`, `-n +N`, `-N`, `-c N`, `-c +N`.
  static func tail(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    guard let amount = Amount(arguments) else { return nil }
    let skipped = max(0, amount.count - 1)
    if amount.inBytes {
      return Array(amount.fromStart ? input.dropFirst(skipped) : input.suffix(amount.count))
    }
    let lines = terminatedLines(input)
    return Array(
      (amount.fromStart ? lines.dropFirst(skipped) : lines.suffix(amount.count)).joined())
  }

  /// Sorts lines by their bytes; `-u` leaves repeated ones out, `-r` turns the order around, `-n` is by number.
  static func sort(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    var (isUnique, isReversed, isNumeric) = (false, false, false)
    for argument in arguments {
      guard argument.utf8.first == UInt8(ascii: "-"), argument.utf8.count > 1 else { return nil }
      for letter in argument.utf8.dropFirst() {
        switch letter {
        case UInt8(ascii: "u"): isUnique = true
        case UInt8(ascii: "r"): isReversed = true
        case UInt8(ascii: "n"): isNumeric = true
        default: return nil
        }
      }
    }
    var lines = split(input).lines.map { Array($0) }
    lines.sort { left, right in
      if isNumeric, number(left) != number(right) { return number(left) < number(right) }
      return left.lexicographicallyPrecedes(right)
    }
    if isReversed { lines.reverse() }
    var output: [UInt8] = []
    var previous: [UInt8]?
    for line in lines where !(isUnique && line == previous) {
      output += line + [newline]
      previous = line
    }
    return output
  }

  /// Leaves out lines that repeat the one before.
  static func unique(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    guard arguments.isEmpty else { return nil }
    var output: [UInt8] = []
    var previous: ArraySlice<UInt8>?
    for line in split(input).lines where line != previous {
      output += line + [newline]
      previous = line
    }
    return output
  }

  /// Counts lines, bytes or words: `-l`, `-c`, `-w`.
  static func count(_ arguments: [String], _ input: [UInt8]) -> [UInt8]? {
    switch arguments {
    case ["-l"]: return decimal(input.count { $0 == newline })
    case ["-c"]: return decimal(input.count)
    case ["-w"]: return decimal(input.split { $0 == 32 || (9...13).contains($0) }.count)
    default: return nil
    }
  }

  // MARK: Lines

  static let newline = UInt8(ascii: "\n")

  /// The lines of a text without their ends, and whether the last one has an end.
  static func split(_ text: [UInt8]) -> (lines: [ArraySlice<UInt8>], isTerminated: Bool) {
    guard let last = text.last else { return ([], true) }
    var lines = text.split(separator: newline, omittingEmptySubsequences: false)
    if last == newline { lines.removeLast() }
    return (lines, last == newline)
  }

  /// Turns each line into another, leaving the ends as they are.
  static func mapLines(_ text: [UInt8], _ transform: ([UInt8]) -> [UInt8]?) -> [UInt8]? {
    let (lines, isTerminated) = split(text)
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    for (index, line) in lines.enumerated() {
      guard let line = transform(Array(line)) else { return nil }
      output += line
      if isTerminated || index + 1 < lines.count { output.append(newline) }
    }
    return output
  }

  private static func terminatedLines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for index in text.indices where text[index] == newline {
      lines.append(text[start...index])
      start = index + 1
    }
    if start < text.count { lines.append(text[start...]) }
    return lines
  }

  private static func scalars(_ line: [UInt8]) -> String.UnicodeScalarView {
    String(decoding: line, as: UTF8.self).unicodeScalars
  }

  private static func number(_ line: [UInt8]) -> Int {
    let digits = line.drop { $0 == 32 || $0 == 9 }.prefix { $0 == 45 || (48...57).contains($0) }
    return Int(String(decoding: digits, as: UTF8.self)) ?? 0
  }

  private static func decimal(_ number: Int) -> [UInt8] { Array("\(number)\n".utf8) }
}

/// How much `head` or `tail` takes.
private struct Amount {
  var count = 10
  var inBytes = false
  var fromStart = false

  init?(_ arguments: [String]) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      var text = argument[...]
      if text.hasPrefix("--bytes=") || text.hasPrefix("--lines=") {
        inBytes = text.hasPrefix("--b")
        text = text.dropFirst(8)
      } else if text.hasPrefix("-c") || text.hasPrefix("-n") {
        inBytes = text.hasPrefix("-c")
        text = text.dropFirst(2)
        if text.isEmpty {
          guard let next = rest.popFirst() else { return nil }
          text = next[...]
        }
      } else if text.hasPrefix("-"), text != "-" {
        text = text.dropFirst()
      } else {
        return nil
      }
      if text.hasPrefix("+") {
        fromStart = true
        text = text.dropFirst()
      }
      guard let number = Int(text), number >= 0, number < 1 << 32 else { return nil }
      count = number
    }
  }
}
