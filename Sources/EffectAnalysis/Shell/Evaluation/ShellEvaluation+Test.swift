import ShellSyntax

/// `[[ … ]]`, `test` and `[` (XCU test).
extension ShellEvaluation {
  /// Whether an expression of `[[` is true; nil where it is not known.
  mutating func test(_ place: Place<ShellScript.TestNode>, in program: Program) -> Bool? {
    switch program.script.tests[place] {
    case .word(let word): return expandText(word, in: program).isSurelyEmpty.map { !$0 }
    case .unary(let operation, let word):
      let text = expandText(word, in: program)
      return testUnary(program.text(operation), text, at: program.evidence(word.range))
    case .binary(let operation, let left, let right):
      let operation = program.text(operation)
      let first = expandText(left, in: program)
      switch operation {
      case "=", "==", "!=":
        let pattern = ShellPattern(expandPattern(right, in: program))
        guard let known = first.constant, let pattern else { return nil }
        return pattern.matches(Array(known.unicodeScalars)) == (operation != "!=")
      case "=~":
        _ = expandText(right, in: program)
        state.set("BASH_REMATCH", Variable(.anything))
        return nil
      default:
        let second = expandText(right, in: program)
        return testBinary(operation, first, second, at: program.evidence(left.range))
      }
    case .not(let node): return test(node, in: program).map { !$0 }
    case .and(let left, let right):
      let first = test(left, in: program)
      if first == false { return false }
      let second = test(right, in: program)
      return second == false ? false : first == nil ? nil : second
    case .or(let left, let right):
      let first = test(left, in: program)
      if first == true { return true }
      let second = test(right, in: program)
      return second == true ? true : first == nil ? nil : second
    }
  }

  /// `test` with its arguments: as far as their number says what they mean.
  mutating func test(_ arguments: [Word]) -> Bool? {
    let texts = arguments.map { PartialText($0) }
    switch texts.count {
    case 0: return false
    case 1: return texts[0].isSurelyEmpty.map { !$0 }
    case 2:
      if texts[0].constant == "!" { return texts[1].isSurelyEmpty }
      guard let operation = texts[0].constant else { return nil }
      return testUnary(operation, texts[1], at: arguments[1].bytes)
    case 3:
      if let operation = texts[1].constant {
        return testBinary(operation, texts[0], texts[2], at: arguments[0].bytes)
      }
      return nil
    case 4 where texts[0].constant == "!":
      return test(Array(arguments.dropFirst())).map { !$0 }
    default: return nil
    }
  }

  private mutating func testUnary(
    _ operation: String, _ text: PartialText, at bytes: Range<Int>
  ) -> Bool? {
    switch operation {
    case "-v", "-R":
      noteSubscript(text, at: bytes)
      return nil
    case "-z": return text.isSurelyEmpty
    case "-n": return text.isSurelyEmpty.map { !$0 }
    case "!": return text.isSurelyEmpty
    default: return nil
    }
  }

  private mutating func testBinary(
    _ operation: String, _ left: PartialText, _ right: PartialText, at bytes: Range<Int>
  ) -> Bool? {
    switch operation {
    case "=", "==", "!=", "<", ">":
      guard let first = left.constant, let second = right.constant else { return nil }
      switch operation {
      case "!=": return first != second
      case "<": return first.utf8.lexicographicallyPrecedes(second.utf8)
      case ">": return second.utf8.lexicographicallyPrecedes(first.utf8)
      default: return first == second
      }
    case "-eq", "-ne", "-lt", "-le", "-gt", "-ge":
      guard let first = number(of: left, at: bytes), let second = number(of: right, at: bytes)
      else {
        return nil
      }
      switch operation {
      case "-eq": return first == second
      case "-ne": return first != second
      case "-lt": return first < second
      case "-le": return first <= second
      case "-gt": return first > second
      default: return first >= second
      }
    default: return nil
    }
  }
}
