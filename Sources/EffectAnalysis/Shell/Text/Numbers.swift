/// The text commands that put out numbers.
enum Numbers {
  /// The most numbers that a sequence may have.
  private static let sequenceLimit = 4096

  /// Counts: `seq LAST`, `seq FIRST LAST`, `seq FIRST STEP LAST`, of whole numbers.
  static func sequence(_ arguments: [String]) -> [UInt8]? {
    var arguments = arguments[...]
    var separator = "\n"
    if arguments.first == "-s" {
      guard arguments.count > 2 else { return nil }
      separator = arguments[1]
      arguments = arguments.dropFirst(2)
    }
    let numbers = arguments.compactMap { Int32($0).map(Int.init) }
    guard numbers.count == arguments.count, (1...3).contains(numbers.count),
      let last = numbers.last
    else { return nil }
    let first = numbers.count > 1 ? numbers[0] : 1
    let step = numbers.count > 2 ? numbers[1] : 1
    guard step != 0, (last - first) / step < sequenceLimit else { return nil }
    var output: [UInt8] = []
    for value in stride(from: first, through: last, by: step) {
      if !output.isEmpty { output += separator.utf8 }
      output += String(value).utf8
    }
    if !output.isEmpty { output.append(Lines.newline) }
    return output
  }

  /// One sum, difference, product, quotient or rest: `expr 1 + 2`.
  static func expr(_ arguments: [String]) -> [UInt8]? {
    guard arguments.count == 3, let left = Int32(arguments[0]).map(Int.init),
      let right = Int32(arguments[2]).map(Int.init)
    else { return nil }
    let value: Int
    switch arguments[1] {
    case "+": value = left + right
    case "-": value = left - right
    case "*": value = left * right
    case "/" where right != 0: value = left / right
    case "%" where right != 0: value = left % right
    default: return nil
    }
    return Array("\(value)\n".utf8)
  }
}
