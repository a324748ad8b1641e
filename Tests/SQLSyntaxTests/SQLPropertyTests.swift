import SQLSyntax
import Testing

@Suite("What holds of every reading of SQL")
struct SQLPropertyTests {
  /// Texts that would do much if they stood outside of quotes and comments.
  private static let hostile = [
    "; DROP TABLE users; --", "x; DELETE FROM t", "--", "- -", "#", "; EXEC xp_cmdshell 'dir'",
    "\\",
    "\\'", "'", "''", "\"", "`", "[", "]", "]]", "$$", "$x$", "\n", "\r\n",
    "\n;\nGO\nDROP TABLE t\nGO\n", "E'",
    "N'", "%' OR 1=1", "{fn now()}", "@x", ":x", "?", "(", ")))", "\u{a0}", "é", "\u{feff}",
  ]

  @Test func `what stands in a string changes nothing`() {
    for dialect in SQLDialect.allCases {
      let plain = reading("SELECT a FROM t WHERE b = 'x' AND c = 1", dialect)
      for text in Self.hostile {
        var escaped = text.replacing("'", with: "''")
        if dialect == .mysql { escaped = escaped.replacing("\\", with: "\\\\") }
        let hostile = reading("SELECT a FROM t WHERE b = '\(escaped)' AND c = 1", dialect)
        #expect(hostile == plain, "\(dialect): \(text.debugDescription)")
      }
    }
  }

  @Test func `what stands in a quoted name is only a name`() throws {
    let quotes: [SQLDialect: (String, String)] = [
      .postgresql: ("\"", "\""), .mysql: ("`", "`"), .sqlite: ("`", "`"), .tsql: ("[", "]"),
    ]
    for (dialect, (open, close)) in quotes {
      for text in Self.hostile where !text.isEmpty {
        let name = text.replacing(close, with: close + close)
        let read = SQLReader.read(
          "SELECT a FROM \(open)\(name)\(close) WHERE b = 1", dialect: dialect)
        #expect(read.gaps.isEmpty, "\(dialect): \(text.debugDescription)")
        let statement = try #require(read.statements.first)
        #expect(
          read.statements.count == 1 && statement.uses.map(\.kind) == [.readsTable],
          "\(dialect): \(text.debugDescription)")
      }
    }
  }

  @Test func `what stands in a comment changes nothing`() {
    for dialect in SQLDialect.allCases {
      let plain = reading("SELECT a FROM t WHERE b = 'x' AND c = 1", dialect)
      for text in Self.hostile {
        let block = reading("SELECT a FROM t /* \(text) */ WHERE b = 'x' AND c = 1", dialect)
        #expect(block == plain, "\(dialect): \(text.debugDescription)")
        guard !text.contains("\n") else { continue }
        let line = reading("SELECT a FROM t -- \(text)\n WHERE b = 'x' AND c = 1", dialect)
        #expect(line == plain, "\(dialect): \(text.debugDescription)")
      }
    }
  }

  @Test func `what MySQL executes in a comment counts`() {
    let hidden = reading("SELECT 1 /*! ; DROP TABLE users */", .mysql)
    #expect(hidden.description.contains("deletes:users"))
    for dialect in SQLDialect.allCases where dialect != .mysql {
      #expect(
        !reading("SELECT 1 /*! ; DROP TABLE users */", dialect).description.contains("deletes"))
    }
  }

  @Test func `letter case of keywords and white space change nothing`() {
    let text = "with x as (select a from t) delete from u where id in (select a from x)"
    for dialect in SQLDialect.allCases {
      let plain = reading(text, dialect)
      let spaced = text.uppercased().replacing(" ", with: " \t\n ").replacing("(", with: "/**/( ")
      // Names are folded to lower case where nothing quotes them.
      #expect(reading(spaced, dialect) == plain, "\(dialect)")
    }
  }

  // MARK: Bounds

  private static let shapes = [
    "SELECT 1;", "(", ")", "((1),", "'", "''", "\"", "`", "[", "]", "$$", "$a$", "/*", "*/", "/*!",
    "--", "-- \n", "- ",
    "not ", "1+", "a=", "a,", "a.", "case ", "case when ", "select ", "(select ", "with a as (",
    "union ",
    "select a from b union ", "join a ", "delete ", "delete from t where a = ", "update ",
    "insert into ",
    "begin ", "delete begin ", "if ", "exec ", "explain ", "declare ", "interval(", "x in (", "or ",
    "a or ", "a and ", "::a",
    "[1]", "{", "@", "@a ", ":", "?", "\\", "\\g", "go\n", "0x", "1e", "1.", "\u{a0}", "é",
    "merge ", "set a=", "create table a (",
    "alter table a ", "drop table a,", "grant a,", "prepare a from '", "from a,", "values (1),",
    "over ", "over (", "between ", "as ",
  ]

  @Test func `the work grows in proportion to the text`() {
    for dialect in SQLDialect.allCases {
      for shape in Self.shapes {
        for prefix in ["", "SELECT * FROM t WHERE "] {
          let few = SQLReader.read(prefix + repeated(shape, 200), dialect: dialect)
          let many = SQLReader.read(prefix + repeated(shape, 2_000), dialect: dialect)
          #expect(
            many.steps <= max(few.steps * 12, 4_000),
            "\(dialect): \(prefix)\(shape): \(few.steps) \(many.steps)")
        }
      }
    }
  }

  private func repeated(_ shape: String, _ bytes: Int) -> String {
    String(repeating: shape, count: bytes / shape.utf8.count)
  }

  @Test func `a text beyond the limits is a gap`() {
    for dialect in SQLDialect.allCases {
      let long = "SELECT '" + String(repeating: "x", count: 300 << 10) + "'"
      #expect(!SQLReader.read(long, dialect: dialect).gaps.isEmpty)
      let deep =
        "SELECT " + String(repeating: "(", count: 5_000) + "1"
        + String(repeating: ")", count: 5_000)
      #expect(!SQLReader.read(deep, dialect: dialect).gaps.isEmpty)
      let chained = "SELECT 1" + String(repeating: "+1", count: 100_000)
      #expect(!SQLReader.read(chained, dialect: dialect).gaps.isEmpty)
      #expect(!SQLReader.read("SELECT 1\0; DROP TABLE t", dialect: dialect).gaps.isEmpty)
      #expect(!SQLReader.read([0x53, 0xFF, 0xFE], dialect: dialect).gaps.isEmpty)
      let wide = "INSERT INTO t VALUES (1" + String(repeating: "), (1", count: 5_000) + ")"
      #expect(SQLReader.read(wide, dialect: dialect).gaps.isEmpty, "\(dialect)")
      let usual =
        "SELECT 1" + String(repeating: " + 1", count: 100) + " FROM t WHERE a = 1"
        + String(repeating: " OR a = 2", count: 1_000)
      #expect(SQLReader.read(usual, dialect: dialect).gaps.isEmpty, "\(dialect)")
    }
  }

  @Test func `texts within texts are followed, but not for ever`() {
    let once = "EXEC('DROP TABLE a')"
    #expect(reading(once, .tsql).description.contains("deletes:a"))
    var text = "DROP TABLE a"
    for _ in 0..<6 { text = "EXEC('\(text.replacing("'", with: "''"))')" }
    #expect(reading(text, .tsql).description.hasSuffix("gap"))
  }

  @Test func `many threads read at once`() async {
    let text =
      "WITH x AS (DELETE FROM t RETURNING *) SELECT pg_read_file('/x') FROM x JOIN u ON true"
    let expected = reading(text, .postgresql)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<16 {
        group.addTask {
          (0..<50).allSatisfy { _ in
            _ = SQLReader.read("SELECT 'unclosed", dialect: .postgresql)
            return ReadingSummary(SQLReader.read(text, dialect: .postgresql)) == expected
          }
        }
      }
      for await isSame in group { #expect(isSame) }
    }
  }

  private func reading(_ text: String, _ dialect: SQLDialect) -> ReadingSummary {
    ReadingSummary(SQLReader.read(text, dialect: dialect))
  }
}
