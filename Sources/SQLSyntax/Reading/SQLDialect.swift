/// The languages that go by the name of SQL and are told apart here.
package enum SQLDialect: String, Sendable, Hashable, CaseIterable {
  case postgresql, mysql, sqlite, tsql

  /// Finds a dialect by the names that drivers and people use; nil for any other.
  package init?(named name: String) {
    switch name.lowercased() {
    case "postgresql", "postgres", "pg", "pgsql", "psql": self = .postgresql
    case "mysql", "mariadb": self = .mysql
    case "sqlite", "sqlite3": self = .sqlite
    case "tsql", "t-sql", "mssql", "sqlserver", "sql server", "transact-sql": self = .tsql
    default: return nil
    }
  }
}
