/// Words that end or begin something, by what they do.
enum Keywords {
  static let query: Set<String> = ["select", "with", "values", "table"]
  static let setOperations: Set<String> = ["union", "except", "intersect", "minus"]

  /// What stands between two tables that are joined.
  static let join: Set<String> = [
    "natural", "inner", "left", "right", "full", "cross", "outer", "loop", "hash", "merge",
    "remote",
    "asof", "join", "straight_join", "apply",
  ]

  /// What can follow a table or an expression and is no alias of it.
  static let noAlias: Set<String> = [
    "where", "group", "order", "having", "limit", "offset", "union", "except", "intersect", "minus",
    "join", "inner", "left", "right", "full", "cross", "natural", "straight_join", "outer", "apply",
    "on", "using", "set", "values", "value", "select", "from", "into", "for", "window", "fetch",
    "option",
    "with", "when", "then", "else", "end", "returning", "output", "partition", "use", "force",
    "ignore", "tablesample", "pivot", "unpivot", "as", "procedure", "lock", "indexed", "not", "and",
    "or", "xor", "is", "in", "like", "between", "collate", "default", "do", "qualify", "table",
    "tablesample",
    "read", "write", "to", "off", "desc", "asc", "go", "exec", "execute", "rows", "row", "escape",
  ]

  /// What a statement in a stored program begins or goes on with.
  static let blockWords: Set<String> = [
    "begin", "end", "if", "elseif", "else", "then", "loop", "while", "repeat", "until", "case",
    "leave",
    "iterate", "return", "declare", "do",
  ]

  /// What a statement of T-SQL begins with; each is reserved, so that no name is one of them.
  static let tsqlStarts: Set<String> = [
    "select", "insert", "update", "delete", "merge", "truncate", "drop", "alter", "create", "grant",
    "revoke", "deny", "exec", "execute", "declare", "set", "if", "else", "while", "begin", "end",
    "return", "break", "continue", "goto", "waitfor", "print", "raiserror", "throw", "backup",
    "restore", "bulk", "dbcc", "kill", "shutdown", "reconfigure", "revert", "setuser", "open",
    "close", "fetch", "deallocate", "checkpoint", "save", "commit", "rollback", "readtext",
    "writetext", "updatetext", "enable", "disable", "use", "with", "send",
  ]

  /// Whether a statement of T-SQL begins with a word; with any other, a batch begins with the name of a procedure.
  static func beginsTSQL(_ word: String) -> Bool {
    tsqlStarts.contains(word) || word == "receive" || word == "get"
  }

  /// What makes, changes or drops are done to.
  static let objects: Set<String> = [
    "table", "view", "index", "database", "schema", "procedure", "proc", "function", "trigger",
    "event",
    "user", "role", "login", "server", "type", "sequence", "synonym", "assembly", "credential",
    "certificate", "key", "master", "symmetric", "asymmetric", "statistics", "rule", "default",
    "partition", "queue", "service", "contract", "message", "endpoint", "availability", "external",
    "fulltext", "application", "unique", "clustered", "nonclustered", "columnstore", "or",
    "temporary",
    "temp", "virtual", "definer", "algorithm", "sql", "aggregate", "unlogged", "materialized",
    "tablespace", "logfile", "instance", "resource", "spatial", "global", "local", "extension",
    "undo", "package", "replace", "workload", "security", "cryptographic", "broker", "remote",
    "route", "selective", "xml", "primary", "column", "search", "foreign", "domain", "language",
    "operator", "collation", "cast", "policy", "publication", "subscription", "system", "session",
    "prepare", "authorization", "authentication", "recursive", "transform", "conversion", "group",
    "large", "access", "text",
  ]
}
