import Notifications
import Storage

/// Keeps dead letters in the storage, the latest thousand of them.
final class StoredDeadLetters: DeadLetters {
  private static let most = 1_000

  private let storage: Storage

  init(_ storage: Storage) {
    self.storage = storage
  }

  /// Keeps a letter; where the storage fails, the log still has the report.
  func keep(_ letter: DeadLetter) async {
    _ = try? await storage.write { (transaction) throws(StorageError) in
      try transaction.run(
        """
        INSERT INTO dead_letters (id, channel, notice, attempts, reason, at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
        """,
        [
          .text(letter.letter.id), .text(letter.letter.channel),
          .text(String(decoding: letter.letter.notice.json, as: UTF8.self)),
          .integer(Int64(letter.attempts)), .text(letter.reason), .integer(letter.at),
        ])
      try transaction.run(
        """
        DELETE FROM dead_letters WHERE id NOT IN
          (SELECT id FROM dead_letters ORDER BY at DESC, id LIMIT $1)
        """, [.integer(Int64(Self.most))])
    }
  }

  /// How many there are.
  func count() async -> Int {
    let count = try? await storage.read { (transaction) throws(StorageError) in
      try transaction.rows("SELECT COUNT(*) FROM dead_letters", []).first?.integer(0)
    }
    return Int(clamping: count.flatMap(\.self) ?? 0)
  }

  /// The latest of them, the latest first.
  func latest(_ limit: Int = most) async -> [DeadLetter] {
    let rows = try? await storage.read { (transaction) throws(StorageError) in
      let rows = try transaction.rows(
        "\(Self.columns) ORDER BY at DESC, id LIMIT $1", [.integer(Int64(limit))])
      var letters: [DeadLetter] = []
      for row in rows {
        if let letter = try Self.letter(row) { letters.append(letter) }
      }
      return letters
    }
    return rows ?? []
  }

  func take(id: String) async -> DeadLetter? {
    let taken = try? await storage.write { (transaction) throws(StorageError) -> DeadLetter? in
      guard let row = try transaction.rows("\(Self.columns) WHERE id = $1", [.text(id)]).first
      else { return nil }
      try transaction.run("DELETE FROM dead_letters WHERE id = $1", [.text(id)])
      return try Self.letter(row)
    }
    return taken ?? nil
  }

  private static let columns = "SELECT id, channel, notice, attempts, reason, at FROM dead_letters"

  private static func letter(_ row: Row) throws(StorageError) -> DeadLetter? {
    guard let notice = Notice(json: Array(try row.text(2).utf8)) else { return nil }
    return DeadLetter(
      Letter(id: try row.text(0), channel: try row.text(1), notice: notice),
      attempts: Int(clamping: try row.integer(3)), reason: try row.text(4),
      at: try row.integer(5))
  }
}
