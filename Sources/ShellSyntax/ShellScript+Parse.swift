extension ShellScript {
  /// Reads a script; aliases are not expanded.
  ///
  /// Accepts what `bash -n` accepts, but for a null byte and for `[[ … ]]` with a bad expression,
  /// of which `bash -n` prints an error and does not fail. Time and memory grow linearly with the source.
  package init(
    parsing source: [UInt8], dialect: ShellDialect = .bash, limits: ShellLimits = ShellLimits()
  ) throws(ShellSyntaxError) {
    guard source.count <= limits.bytes else {
      throw ShellSyntaxError(
        kind: .limit, position: limits.bytes, message: "longer than \(limits.bytes) bytes")
    }
    if Self.holdsNull(source), let null = source.firstIndex(of: 0) {
      throw ShellSyntaxError(kind: .syntax, position: null, message: "a null byte")
    }
    var parser = Parser(source, dialect: dialect, limits: limits)
    do throws(ShellSyntaxError) {
      let body = try parser.readScript()
      self.init(parser, body: body)
    } catch {
      let place = parser.derivations.sourceRange(of: error.position..<error.position)
      throw ShellSyntaxError(
        kind: error.kind, position: place.lowerBound, message: error.message)
    }
  }

  /// Whether a null byte is among these; many are looked at at once, since no way leads out of the loop.
  private static func holdsNull(_ bytes: [UInt8]) -> Bool {
    var least = UInt8.max
    for byte in bytes { least = min(least, byte) }
    return least == 0
  }

  private init(_ parser: consuming Parser, body: CommandList) {
    self.body = body
    text = parser.text
    sourceCount = parser.derivations.sourceCount
    derivations = parser.derivations
    work = parser.text.count + parser.extraWork
    lists = parser.lists.elements
    pipelines = parser.pipelines.elements
    commands = parser.commands.elements
    branches = parser.branches.elements
    arithmeticLoops = parser.arithmeticLoops.elements
    caseItems = parser.caseItems.elements
    assignments = parser.assignments.elements
    elements = parser.elements.elements
    redirections = parser.redirections.elements
    hereDocuments = parser.hereDocuments.elements
    words = parser.words.elements
    parts = parser.parts.elements
    parameters = parser.parameters.elements
    arithmetic = parser.arithmetic.elements
    tests = parser.tests.elements
  }
}
