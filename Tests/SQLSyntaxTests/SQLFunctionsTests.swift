import EmbeddedTables
import Testing

@testable import SQLSyntax

@Suite("Tables of functions")
struct SQLFunctionsTests {
  @Test func `every word of the tables means something`() {
    let tables = EmbeddedTable.all(below: "sql/")
    #expect(tables.count == SQLDialect.allCases.count)
    for table in tables {
      #expect(throws: Never.self) { try SQLFunctions(table) }
    }
  }

  @Test func `functions that reach outside of the database are in the tables`() {
    let names: [SQLDialect: [String]] = [
      .postgresql: ["pg_read_file", "lo_export", "dblink", "query_to_xml", "pg_terminate_backend"],
      .mysql: ["load_file", "sys_exec"], .sqlite: ["load_extension", "writefile", "edit"],
      .tsql: ["xp_cmdshell", "sp_oacreate", "openrowset", "sp_executesql", "sp_configure"],
    ]
    for (dialect, names) in names {
      let functions = SQLFunctions.of(dialect)
      for name in names { #expect(functions.meanings(of: name)?.isEmpty == false, "\(name)") }
      for name in ["lower", "coalesce", "count", "abs"]
      where dialect != .postgresql || name != "coalesce" {
        #expect(functions.meanings(of: name)?.isEmpty == true, "\(dialect): \(name)")
      }
    }
  }
}
