/// The commands that put out lines of their input as they are.
extension TextCommand {
  /// Whether a command only leaves lines out or puts them in another order: `sort`, `grep -v x`, `head -3`.
  ///
  /// - Parameter arguments: its arguments; nil for one that is not known.
  static func keepsLines(_ name: String, _ arguments: [String?]) -> Bool {
    switch name {
    case "cat", "tac": arguments.isEmpty
    case "tee": true
    case "sort": keeps(arguments, letters: "bdfghiMnrRsuVz0123456789kt,.", operands: 0)
    case "uniq": keeps(arguments, letters: "diuz", operands: 0)
    case "head", "tail": keeps(arguments, letters: "nqz0123456789", operands: 0)
    case "grep", "egrep", "fgrep": keeps(arguments, letters: "aEFGiPsvwxyzZ", operands: 1)
    // A condition without an action puts out the lines that it holds for.
    case "awk", "gawk", "mawk": arguments.count == 1 && arguments[0].map(comparesNumber) == true
    case "tr": arguments == ["\\n", "\\0"]
    default: false
    }
  }

  /// Whether the options are letters of those alone, and there are so many operands; numbers are options' values.
  private static func keeps(_ arguments: [String?], letters: String, operands: Int) -> Bool {
    var count = 0
    for argument in arguments {
      guard let argument else {
        count += 1
        continue
      }
      if argument.utf8.first == UInt8(ascii: "-"), argument.utf8.count > 1 {
        // `grep -e PATTERN`, with the pattern attached.
        if operands > 0, argument.hasPrefix("-e"), argument.utf8.count > 2 {
          count += 1
          continue
        }
        guard argument.utf8.dropFirst().allSatisfy({ letters.utf8.contains($0) }) else {
          return false
        }
      } else if operands > 0 || !isNumber(argument) {
        count += 1
      }
    }
    return count == operands
  }

  /// Whether a program of awk does no more than to compare the number of a line: `NR>5`.
  private static func comparesNumber(_ program: String) -> Bool {
    program.hasPrefix("NR") && program.utf8.count > 2
      && program.utf8.dropFirst(2).allSatisfy {
        (0x30...0x39).contains($0) || "<>=! ".utf8.contains($0)
      }
  }

  private static func isNumber(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2B || $0 == 0x2C }
  }
}
