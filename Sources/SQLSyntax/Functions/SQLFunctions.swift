import EmbeddedTables

/// What the functions that come with a dialect do besides giving a value: the tables `sql/*.txt`.
///
/// A line is `name meaning…`; a meaning is a ``SQLUse/Kind`` by its name in the table, followed by
/// `:n` where argument `n`, from 1, names what it is done to, or by `=name`. `plain name…` lists
/// functions without any effect. `#` begins a comment.
struct SQLFunctions: Sendable {
  /// One thing that calling a function does.
  struct Meaning: Sendable, Hashable {
    /// What tells the thing's name.
    enum Object: Sendable, Hashable {
      case argument(Int)
      case always(String)
      case untold
    }

    let kind: SQLUse.Kind
    let object: Object
  }

  private let meanings: [String: [Meaning]]

  static let postgresql = SQLFunctions(table: "sql/postgresql.txt")
  static let mysql = SQLFunctions(table: "sql/mysql.txt")
  static let sqlite = SQLFunctions(table: "sql/sqlite.txt")
  static let tsql = SQLFunctions(table: "sql/tsql.txt")

  /// The functions of a dialect.
  static func of(_ dialect: SQLDialect) -> SQLFunctions {
    switch dialect {
    case .postgresql: postgresql
    case .mysql: mysql
    case .sqlite: sqlite
    case .tsql: tsql
    }
  }

  /// Reads a table; without it every function is taken for somebody's own.
  private init(table: String) {
    var meanings: [String: [Meaning]] = [:]
    meanings.reserveCapacity(2500)
    for line in (EmbeddedTable(named: table)?.bytes ?? []).split(separator: UInt8(ascii: "\n"))
    where line.first != UInt8(ascii: "#") {
      let words = line.split(separator: UInt8(ascii: " ")).map {
        String(decoding: $0, as: UTF8.self)
      }
      guard let name = words.first else { continue }
      if name == "plain" {
        for word in words.dropFirst() where meanings[word] == nil { meanings[word] = [] }
      } else {
        meanings[name] = words.dropFirst().compactMap(Meaning.init(text:))
      }
    }
    self.meanings = meanings
  }

  /// What calling a function does; nil for one that does not come with the dialect.
  func meanings(of name: String) -> [Meaning]? { meanings[name] }

  /// The names of all functions, for tests.
  var names: Set<String> { Set(meanings.keys) }
}

extension SQLFunctions.Meaning {
  /// Reads `kind`, `kind:n` or `kind=name`; nil for `plain`.
  fileprivate init?(text: String) {
    let end = text.firstIndex { $0 == ":" || $0 == "=" } ?? text.endIndex
    guard let kind = SQLUse.Kind(rawValue: String(text[..<end])) else { return nil }
    self.kind = kind
    let rest = text[end...].dropFirst()
    object =
      if end == text.endIndex {
        .untold
      } else if text[end] == ":" {
        Int(rest).map { .argument($0) } ?? .untold
      } else {
        .always(String(rest))
      }
  }
}
