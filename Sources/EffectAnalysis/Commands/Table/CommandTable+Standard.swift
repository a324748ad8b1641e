import EmbeddedTables

extension CommandTable {
  /// The tables that are part of the binary, and the user's own, whose commands take the place of theirs.
  package static func standard(own: [File] = []) throws(CommandTableErrors) -> CommandTable {
    try CommandTable(
      EmbeddedTable.all(below: "commands/").map { ($0.name, $0.bytes) }, own: own)
  }
}
