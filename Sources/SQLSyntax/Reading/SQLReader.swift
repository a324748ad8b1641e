/// Reads what a text would have a database do.
///
/// Total: every text has a reading, and what cannot be followed is a gap in it.
package enum SQLReader {
  /// Reads a text as a server of the dialect would.
  package static func read(
    _ text: String, dialect: SQLDialect, limits: SQLLimits = .standard
  ) -> SQLReading {
    read(Array(text.utf8), dialect: dialect, limits: limits)
  }

  /// Reads a text in UTF-8.
  package static func read(
    _ bytes: [UInt8], dialect: SQLDialect, limits: SQLLimits = .standard
  ) -> SQLReading {
    if let why = refusal(of: bytes, limits: limits) {
      var reading = SQLReading()
      reading.gaps = [SQLReading.Gap(why, at: 0..<bytes.count)]
      return reading
    }
    let reading =
      switch dialect {
      case .postgresql: PostgreSQLReader.read(bytes, limits: limits)
      case .mysql, .sqlite, .tsql: StatementReader.read(bytes, dialect, limits: limits)
      }
    return followingTexts(of: reading, dialect, limits)
  }

  /// Says why a text is not looked at, if it is not.
  private static func refusal(of bytes: [UInt8], limits: SQLLimits) -> String? {
    if bytes.count > limits.bytes { return "the text is longer than \(limits.bytes) bytes" }
    if bytes.contains(0) { return "the text holds a NUL, where some servers stop reading" }
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return "the text is not valid UTF-8"
    }
  }

  /// Reads the texts that statements have the server run, and adds what they do.
  private static func followingTexts(
    of reading: SQLReading, _ dialect: SQLDialect, _ limits: SQLLimits
  ) -> SQLReading {
    var reading = reading
    var seen: Set<SQLUse> = []
    for statement in reading.statements {
      for use in statement.uses where use.kind == .runsText && seen.insert(use).inserted {
        guard let text = use.name else {
          reading.gaps.append(SQLReading.Gap("a text is run that is not followed", at: use.bytes))
          continue
        }
        guard limits.texts > 0 else {
          reading.gaps.append(SQLReading.Gap("texts are run within texts too deep", at: use.bytes))
          continue
        }
        let inner = read(
          Array(text.utf8), dialect: dialect,
          limits: SQLLimits(bytes: limits.bytes, depth: limits.depth, texts: limits.texts - 1))
        reading.statements += inner.statements.map { $0.moved(to: use.bytes) }
        reading.gaps += inner.gaps.map { SQLReading.Gap($0.why, at: use.bytes) }
        reading.steps += inner.steps
      }
    }
    return reading
  }
}

extension SQLStatement {
  /// The statement of a text within another, whose every part is where that text stands.
  fileprivate func moved(to bytes: Range<Int>) -> SQLStatement {
    var moved = self
    moved.bytes = bytes
    moved.uses = uses.map { SQLUse($0.kind, $0.name, at: bytes) }
    return moved
  }
}
