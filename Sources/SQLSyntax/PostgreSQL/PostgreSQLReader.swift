import JSON

/// Reads a text through PostgreSQL's own parser.
enum PostgreSQLReader {
  /// Reads a text; one that the parser refuses is a gap, with what our own reading makes of it.
  static func read(_ bytes: [UInt8], limits: SQLLimits) -> SQLReading {
    var lexer = SQLLexer(bytes, .postgresql)
    lexer.run()
    let tokens = lexer.tokens
    if let excess = SQLNesting.firstExcess(in: tokens, limit: limits.depth) {
      return refused("the statement nests too deep", at: excess.bytes.lowerBound..<bytes.count)
    }
    do throws(PostgreSQLParser.Failure) {
      let tree = try PostgreSQLParser.parse(bytes)
      var reading = SQLReading()
      for raw in tree["stmts"]?.elements ?? JSONValue.null.elements {
        read(raw, tokens: tokens, into: &reading)
      }
      reading.steps += tokens.count
      return reading
    } catch {
      // A client may run what stands before the fault, and a newer server may know what this one does not.
      var reading = StatementReader.read(bytes, .postgresql, limits: limits)
      let gap = SQLReading.Gap("PostgreSQL's parser says: \(error.message)", at: 0..<bytes.count)
      reading.gaps.insert(gap, at: 0)
      return reading
    }
  }

  private static func refused(_ why: String, at bytes: Range<Int>) -> SQLReading {
    var reading = SQLReading()
    reading.gaps = [SQLReading.Gap(why, at: bytes)]
    return reading
  }

  private static func read(_ raw: JSONValue, tokens: [SQLToken], into reading: inout SQLReading) {
    let places = TokenPlaces(tokens)
    let start = raw["stmt_location"]?.int ?? 0
    let length = raw["stmt_len"]?.int ?? 0
    let bytes = places.statement(from: start, to: length > 0 ? start + length : nil)
    guard let (name, node) = raw["stmt"]?.node else { return }
    var walker = PostgreSQLWalker(places: places, bytes: bytes)
    walker.statement(name, node)
    reading.statements += walker.finished
    reading.gaps += walker.gaps
    reading.steps += walker.steps
  }
}

extension JSONValue {
  /// The number of a small integer.
  var int: Int? {
    guard case .int(let number) = number else { return nil }
    return Int(exactly: number)
  }

  /// The type and fields of a node, which stands as `{"Type": {…}}`.
  var node: (type: String, fields: JSONValue)? {
    guard kind == .object, count == 1, let (key, value) = members.first(where: { _ in true }),
      let first = key.utf8.first, UInt8(ascii: "A")...UInt8(ascii: "Z") ~= first
    else { return nil }
    return (key, value)
  }

  /// The text of a `String` node.
  var nodeText: String? { self["String"]?["sval"]?.string }

  /// The texts of an array of `String` nodes.
  var nodeTexts: [String] { elements.compactMap(\.nodeText) }

  /// Whether a member is true.
  func has(_ key: String) -> Bool { self[key]?.bool == true }
}
