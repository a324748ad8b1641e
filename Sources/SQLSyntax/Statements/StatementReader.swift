/// Reads texts of the dialects whose server's parser is not at hand, statement by statement.
enum StatementReader {
  /// How many kinds of executable comments a text may hold before it is not followed.
  private static let mostComments = 4

  static func read(_ bytes: [UInt8], _ dialect: SQLDialect, limits: SQLLimits) -> SQLReading {
    var lexer = SQLLexer(bytes, dialect)
    lexer.run()
    var reading = read(lexer.tokens, bytes, dialect, limits)
    let comments = lexer.conditional
    guard comments.count <= mostComments else {
      reading.gaps.append(SQLReading.Gap("comments for many versions", at: 0..<bytes.count))
      return reading
    }
    // What is in such a comment is there for some servers and not for others.
    for skipped in ExecutableComment.choices(among: comments) {
      var other = SQLLexer(bytes, dialect, skipping: skipped)
      other.run()
      let further = read(other.tokens, bytes, dialect, limits)
      reading.statements += further.statements
      reading.gaps += further.gaps
      reading.steps += further.steps
    }
    return reading
  }

  private static func read(
    _ tokens: [SQLToken], _ bytes: [UInt8], _ dialect: SQLDialect, _ limits: SQLLimits
  ) -> SQLReading {
    if let excess = SQLNesting.firstExcess(in: tokens, limit: limits.depth) {
      var reading = SQLReading()
      reading.steps = tokens.count
      reading.gaps = [
        SQLReading.Gap("the statement nests too deep", at: excess.start..<bytes.count)
      ]
      return reading
    }
    var parser = StatementParser(tokens, dialect)
    parser.run()
    return parser.reading
  }
}
