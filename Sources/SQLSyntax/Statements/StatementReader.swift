/// Reads texts of the dialects whose server's parser is not at hand.
enum StatementReader {
  static func read(_ bytes: [UInt8], _ dialect: SQLDialect, limits: SQLLimits) -> SQLReading {
    var reading = SQLReading()
    reading.gaps = [SQLReading.Gap("the dialect is not read", at: 0..<bytes.count)]
    return reading
  }
}
