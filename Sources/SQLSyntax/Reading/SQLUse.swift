/// One thing that a statement would do, with the place in the text that says so.
package struct SQLUse: Sendable, Hashable {
  /// Says what is done; `name` says to what.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case readsTable = "reads"
    case writesTable = "writes"
    /// Deletes rows of a table, or the table.
    case deletesTable = "deletes"
    /// Makes or changes something else that the server keeps: a function, an index, a schema, a user.
    case changesObject = "changes"
    /// Drops such a thing.
    case dropsObject = "drops"
    /// Calls a function or procedure that is none of the dialect's own.
    case calls
    case readsFile = "reads_file"
    case writesFile = "writes_file"
    case deletesFile = "deletes_file"
    case runsProgram = "runs_program"
    /// Has the server run a text, or keep one that is run later.
    case runsText = "runs_text"
    case loads
    case connects
    /// Changes the server, its settings or other sessions.
    case changesServer = "server"
    case sends
    case changesPermissions = "permits"
    case escalates
  }

  package let kind: Kind
  /// What it is done to: a table, a file's path, a program's command line; nil where the text does not say.
  package let name: String?
  /// Where the text says so, in bytes.
  package let bytes: Range<Int>

  package init(_ kind: Kind, _ name: String?, at bytes: Range<Int>) {
    self.kind = kind
    self.name = name
    self.bytes = bytes
  }
}
