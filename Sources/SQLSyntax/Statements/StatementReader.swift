/// Reads texts of the dialects whose server's parser is not at hand, statement by statement.
enum StatementReader {
  /// How many versions MySQL's executable comments may name before the text is not followed.
  private static let mostVersions = 4

  static func read(_ bytes: [UInt8], _ dialect: SQLDialect, limits: SQLLimits) -> SQLReading {
    var lexer = SQLLexer(bytes, dialect)
    lexer.run()
    var reading = read(lexer.tokens, bytes, dialect, limits)
    // What is in a comment for some versions is there for servers of these and not for others.
    let versions = lexer.versions.sorted()
    guard versions.count <= mostVersions else {
      reading.gaps.append(SQLReading.Gap("comments for many versions", at: 0..<bytes.count))
      return reading
    }
    for version in versions {
      var older = SQLLexer(bytes, dialect, serverVersion: version - 1)
      older.run()
      let other = read(older.tokens, bytes, dialect, limits)
      reading.statements += other.statements
      reading.gaps += other.gaps
      reading.steps += other.steps
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
