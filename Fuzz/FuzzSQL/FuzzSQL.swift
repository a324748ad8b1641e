import SQLSyntax

/// Feeds arbitrary texts to the readers of all dialects and checks what must hold of every reading.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzSQL(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  // SAFETY: libFuzzer gives `count` readable bytes at `start` for the length of this call.
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  for dialect in SQLDialect.allCases { check(input, dialect) }
  return 0
}

/// Every place lies in the text, and a text that means anything has a statement or a gap.
func check(_ input: [UInt8], _ dialect: SQLDialect) {
  let reading = SQLReader.read(input, dialect: dialect)
  for statement in reading.statements {
    precondition(isWithin(statement.bytes, input), "a statement lies outside the text")
    for use in statement.uses {
      precondition(isWithin(use.bytes, input), "a use lies outside the text")
    }
  }
  for gap in reading.gaps {
    precondition(isWithin(gap.bytes, input), "a gap lies outside the text")
  }
  precondition(reading.steps <= 64 * (input.count + 16), "the work is not linear in the text")
  checkStacked(input, reading, dialect)
}

func isWithin(_ bytes: Range<Int>, _ input: [UInt8]) -> Bool {
  bytes.lowerBound >= 0 && bytes.upperBound <= input.count
}

/// A harmless statement before a text that was understood hides nothing of it.
func checkStacked(_ input: [UInt8], _ reading: SQLReading, _ dialect: SQLDialect) {
  guard reading.gaps.isEmpty else { return }
  let stacked = SQLReader.read(Array("SELECT 1;\n".utf8) + input, dialect: dialect)
  let before = reading.statements.flatMap { $0.uses.map(\.kind) }
  let after = stacked.statements.flatMap { $0.uses.map(\.kind) }
  precondition(
    !stacked.gaps.isEmpty || before == after, "a statement before it changed a text's reading")
}
