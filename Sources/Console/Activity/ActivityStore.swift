import JSON
import Storage

/// Keeps who is out there in the storage: a row each, written in batches.
struct ActivityStore: Sendable {
  /// The steps of the schema that it is kept in.
  static let migrations = [
    Migration(
      "activity", 1, String(decoding: PackageResources.activity_1_sql, as: UTF8.self))
  ]

  private let storage: Storage
  /// The name of the log that it is read from: instances that share a storage have one each.
  private let log: String

  init(_ storage: Storage, log: String) {
    self.storage = storage
    self.log = log
  }

  /// Reads what was kept; an empty table where that is nothing.
  func load() async throws(StorageError) -> ActivityTable {
    let rows = try await storage.read { [log] (transaction) throws(StorageError) in
      try transaction.rows("SELECT kind, content FROM activity WHERE log = $1", [.text(log)])
    }
    var (agents, sessions): ([AgentActivity], [SessionActivity]) = ([], [])
    var (burden, next) = (PromptBurden(), UInt64(0))
    for row in rows {
      guard let json = try? JSONDocument.parse(Array(try row.text(1).utf8)) else { continue }
      switch try row.text(0) {
      case "agent": if let agent = AgentActivity(json: json) { agents.append(agent) }
      case "session": if let session = SessionActivity(json: json) { sessions.append(session) }
      case "burden": burden = PromptBurden(json: json)
      default: next = json.wholeNumber ?? 0
      }
    }
    var table = ActivityTable()
    table.restore(agents: agents, sessions: sessions, burden: burden, next: next)
    return table
  }

  /// Keeps what has changed in a table, and how far it has read, in one transaction; does nothing where no record was
  /// looked at.
  func keep(_ changes: ActivityTable.Changes, of table: ActivityTable) async throws(StorageError) {
    guard let next = changes.next else { return }
    var entries: [Entry] = [
      Entry(kind: "next", name: "", content: Array(String(next).utf8)),
      Entry(kind: "burden", name: "", content: table.burden.json),
    ]
    for key in changes.agents {
      entries.append(
        Entry(kind: "agent", name: Self.name(key.tenant, key.id), content: table.agents[key]?.json))
    }
    for key in changes.sessions {
      entries.append(
        Entry(
          kind: "session", name: Self.name(key.agent.tenant, key.agent.id, key.id),
          content: table.sessions[key]?.json))
    }
    try await storage.write { [entries, log] (transaction) throws(StorageError) in
      for entry in entries { try entry.write(log: log, in: transaction) }
    }
  }

  private static func name(_ parts: String...) -> String {
    var writer = JSONWriter()
    writer.beginArray()
    for part in parts { writer.string(part) }
    writer.endArray()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// One row; without content it is to go.
  private struct Entry: Sendable {
    let kind: String
    let name: String
    let content: [UInt8]?

    func write(log: String, in transaction: Transaction) throws(StorageError) {
      let key: [SQLValue] = [.text(log), .text(kind), .text(name)]
      guard let content else {
        try transaction.run(
          "DELETE FROM activity WHERE log = $1 AND kind = $2 AND name = $3", key)
        return
      }
      try transaction.run(
        """
        INSERT INTO activity (log, kind, name, content) VALUES ($1, $2, $3, $4)
        ON CONFLICT (log, kind, name) DO UPDATE SET content = excluded.content
        """, key + [.text(String(decoding: content, as: UTF8.self))])
    }
  }
}
