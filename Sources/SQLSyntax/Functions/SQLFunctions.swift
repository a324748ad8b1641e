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

  static let postgresql = EmbeddedTable.required("sql/postgresql.txt", SQLFunctions.init)
  static let mysql = EmbeddedTable.required("sql/mysql.txt", SQLFunctions.init)
  static let sqlite = EmbeddedTable.required("sql/sqlite.txt", SQLFunctions.init)
  static let tsql = EmbeddedTable.required("sql/tsql.txt", SQLFunctions.init)

  /// The functions of a dialect.
  static func of(_ dialect: SQLDialect) -> SQLFunctions {
    switch dialect {
    case .postgresql: postgresql
    case .mysql: mysql
    case .sqlite: sqlite
    case .tsql: tsql
    }
  }

  init(_ table: EmbeddedTable) throws(EmbeddedTableError) {
    var meanings: [String: [Meaning]] = [:]
    meanings.reserveCapacity(2500)
    try table.readLines { words in
      guard words.count > 1 else { return false }
      if words[0] == "plain" {
        for word in words.dropFirst() where meanings[word] == nil { meanings[word] = [] }
      } else if words.dropFirst() == ["plain"] {
        meanings[words[0]] = []
      } else {
        let known = words.dropFirst().compactMap(Meaning.init(text:))
        meanings[words[0]] = known
        return known.count == words.count - 1
      }
      return true
    }
    self.meanings = meanings
  }

  /// What calling a function does; nil for one that does not come with the dialect.
  func meanings(of name: String) -> [Meaning]? { meanings[name] }

  /// The names of all functions, for tests.
  var names: Set<String> { Set(meanings.keys) }
}

extension SQLFunctions.Meaning {
  /// Reads `kind`, `kind:n` or `kind=name`; nil for anything else.
  fileprivate init?(text: String) {
    let end = text.firstIndex { $0 == ":" || $0 == "=" } ?? text.endIndex
    guard let kind = SQLUse.Kind(rawValue: String(text[..<end])) else { return nil }
    self.kind = kind
    let rest = text[end...].dropFirst()
    if end == text.endIndex {
      object = .untold
    } else if text[end] == "=" {
      object = .always(String(rest))
    } else {
      guard let number = Int(rest), number > 0 else { return nil }
      object = .argument(number)
    }
  }
}
