import Notifications
import Storage

/// Says which instance tells people of which event, so that of several one does.
///
/// A claim is made, or taken over, by one statement. While letters of its notice are on their way it is renewed; one that is
/// neither renewed nor ended is that of an instance that has died, and another one's to take over.
struct NoticeClaims: Sendable {
  /// How long a claim is remembered, in nanoseconds: longer than anything waits.
  private static let life: Int64 = 30 * 86_400 * 1_000_000_000
  /// How often claims are to be renewed.
  static let renewal: Int64 = 20_000_000_000
  /// How long an instance is believed to live that does not renew a claim: longer than clocks of instances differ.
  static let lease: Int64 = 120_000_000_000
  /// The most claims that are looked at once: a channel takes twice as many letters.
  private static let most: Int64 = 128

  /// The steps of the schema for claims and dead letters.
  static let migrations = [
    Migration(
      "notifications", 1,
      """
      CREATE TABLE notices (
        approval TEXT NOT NULL,
        event TEXT NOT NULL,
        claimed_at BIGINT NOT NULL,
        PRIMARY KEY (approval, event)
      );
      CREATE INDEX notices_by_time ON notices (claimed_at);
      CREATE TABLE dead_letters (
        id TEXT NOT NULL PRIMARY KEY,
        channel TEXT NOT NULL,
        notice TEXT NOT NULL,
        attempts BIGINT NOT NULL,
        reason TEXT NOT NULL,
        at BIGINT NOT NULL
      );
      """),
    Migration(
      "notifications", 2,
      """
      ALTER TABLE notices ADD COLUMN holder TEXT NOT NULL DEFAULT '';
      ALTER TABLE notices ADD COLUMN ended BIGINT NOT NULL DEFAULT 0;
      CREATE INDEX notices_under_way ON notices (claimed_at) WHERE ended = 0;
      """),
  ]

  /// What is claimed.
  struct Key: Hashable, Sendable {
    let approval: String
    let event: Notice.Event

    init(_ notice: Notice) {
      approval = notice.approval
      event = notice.event
    }
  }

  private let storage: Storage
  /// The name of this instance, which it keeps over restarts and no other has.
  private let instance: String
  /// When it started, in nanoseconds since 1970: what it claimed before that it cannot be about to tell.
  private let startedAt: Int64

  init(in storage: Storage, of instance: String, startedAt: Int64) {
    self.storage = storage
    self.instance = instance
    self.startedAt = startedAt
  }

  /// When a claim is said to be made: never before the start, not even by a clock that was set back.
  private func stamp(_ now: Int64) -> Int64 { max(now, startedAt) }

  /// Takes it on to tell of an event; false where it was taken on before, nil where the storage cannot say.
  func claim(_ key: Key, at now: Int64) async -> Bool? {
    try? await storage.write { [instance] (transaction) throws(StorageError) in
      try transaction.run("DELETE FROM notices WHERE claimed_at < $1", [.integer(now - Self.life)])
      return try transaction.run(
        """
        INSERT INTO notices (approval, event, claimed_at, holder) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING
        """,
        [
          .text(key.approval), .text(key.event.rawValue), .integer(stamp(now)), .text(instance),
        ]) == 1
    }
  }

  /// The conditions under which a request's notice is nobody's to tell of who lives: parameters 1 to 4.
  private static let isLeft = """
    event = $1 AND ended = 0
      AND (claimed_at < $2 OR (holder IN ('', $3) AND claimed_at < $4))
    """

  private func leaving(at now: Int64) -> [SQLValue] {
    [
      .text(Notice.Event.requested.rawValue), .integer(now - Self.lease), .text(instance),
      .integer(startedAt),
    ]
  }

  /// The requests whose tellers have died, this instance of an earlier time among them.
  func left(at now: Int64) async -> [String] {
    let values = leaving(at: now) + [.integer(Self.most)]
    let left = try? await storage.read { (transaction) throws(StorageError) in
      let rows = try transaction.rows(
        "SELECT approval FROM notices WHERE \(Self.isLeft) ORDER BY claimed_at LIMIT $5", values)
      var approvals: [String] = []
      for row in rows { approvals.append(try row.text(0)) }
      return approvals
    }
    return left ?? []
  }

  /// Takes over to tell of a request; false where another was first, or its teller lives.
  func takeOver(_ approval: String, at now: Int64) async -> Bool {
    let values = leaving(at: now) + [.integer(stamp(now)), .text(approval)]
    let taken = try? await storage.write { (transaction) throws(StorageError) in
      try transaction.run(
        "UPDATE notices SET holder = $3, claimed_at = $5 WHERE approval = $6 AND \(Self.isLeft)",
        values) == 1
    }
    return taken ?? false
  }

  /// Renews the claims of what is on its way, and ends this instance's others; to be called once in `renewal`.
  ///
  /// - Returns: whether any are left to be renewed or ended; true where the storage cannot say.
  func renew(_ underway: Set<Key>, at now: Int64) async -> Bool {
    let hasSome = try? await storage.write {
      [instance, startedAt, made = stamp(now)] (transaction) throws(StorageError) in
      for key in underway {
        try transaction.run(
          """
          UPDATE notices SET claimed_at = $1, ended = 0
          WHERE approval = $2 AND event = $3 AND holder = $4
          """,
          [
            .integer(made), .text(key.approval), .text(key.event.rawValue), .text(instance),
          ])
      }
      // One that was just made may have no letter yet, and one from before the start is still to be taken over.
      try transaction.run(
        """
        UPDATE notices SET ended = 1
        WHERE holder = $1 AND ended = 0 AND claimed_at < $2 AND claimed_at >= $3
        """,
        [.text(instance), .integer(made - Self.renewal / 2), .integer(startedAt)])
      return try !transaction.rows(
        "SELECT 1 FROM notices WHERE holder = $1 AND ended = 0 LIMIT 1", [.text(instance)]
      ).isEmpty
    }
    return hasSome ?? true
  }
}
