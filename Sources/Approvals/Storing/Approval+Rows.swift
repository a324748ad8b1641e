import ActionModel
import JSON
import Storage

/// How approvals are kept in rows.
extension Approval {
  private static let columns = "asked_at, expires_at, state, resolved_at, used_at, used_by"

  /// Reads approvals whole.
  ///
  /// - Parameter condition: what follows `WHERE`; also an order or a limit, if any.
  static func read(
    where condition: String, _ values: [SQLValue], in transaction: Transaction
  ) throws(StorageError) -> [Approval] {
    try read("request", where: condition, values, in: transaction)
  }

  /// Reads approvals without what the agent sent and what it would come to, which may be long.
  static func heads(
    where condition: String, _ values: [SQLValue], in transaction: Transaction
  ) throws(StorageError) -> [Approval] {
    try read("COALESCE(head, request)", where: condition, values, in: transaction)
  }

  private static func read(
    _ request: String, where condition: String, _ values: [SQLValue], in transaction: Transaction
  ) throws(StorageError) -> [Approval] {
    let rows = try transaction.rows(
      "SELECT id, \(request), \(columns) FROM approvals WHERE \(condition)", values)
    var approvals: [Approval] = []
    for row in rows {
      var approval = try Approval(row)
      approval.votes = try Vote.read(of: approval.id, in: transaction)
      approvals.append(approval)
    }
    return approvals
  }

  static func read(
    _ id: String, in transaction: Transaction
  ) throws(StorageError) -> Approval? {
    try read(where: "id = $1", [.text(id)], in: transaction).first
  }

  private init(_ row: Row) throws(StorageError) {
    let id = try row.text(0)
    guard let document = try? JSONDocument.parse(Array(try row.text(1).utf8)),
      let request = ApprovalRequest(stored: document),
      let state = State(rawValue: try row.text(4))
    else { throw .foreignSchema("approval `\(id)` cannot be read") }
    self.init(
      id: id, request: request, askedAt: try row.integer(2), expiresAt: try row.integer(3))
    self.state = state
    resolvedAt = try row.integerIfAny(5)
    usedAt = try row.integerIfAny(6)
    usedBy = try row.textIfAny(7)
  }

  /// Adds a new approval.
  func insert(in transaction: Transaction) throws(StorageError) {
    try transaction.run(
      """
      INSERT INTO approvals
        (id, tenant, agent, binding, request, head, asked_at, expires_at, state, is_recorded)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
      """,
      [
        .text(id), .text(request.principal.tenant), .text(request.principal.id),
        .text(request.binding.text), .text(String(decoding: request.json, as: UTF8.self)),
        .text(String(decoding: request.head, as: UTF8.self)),
        .integer(askedAt), .integer(expiresAt),
        .text(state.rawValue),
      ])
  }

  /// Writes down what has become of it since it was read in the same transaction; the log does not have it yet.
  func update(in transaction: Transaction) throws(StorageError) {
    try transaction.run(
      """
      UPDATE approvals SET state = $2, resolved_at = $3, used_at = $4, used_by = $5, is_recorded = 0
      WHERE id = $1
      """,
      [.text(id), .text(state.rawValue), SQLValue(resolvedAt), SQLValue(usedAt), SQLValue(usedBy)])
  }

  /// A time that has passed for sure: the newest that is kept.
  static func latestTime(in transaction: Transaction) throws(StorageError) -> Int64 {
    let times = [
      ("approvals", "asked_at"), ("approvals", "resolved_at"), ("approvals", "used_at"),
      ("approval_votes", "voted_at"), ("approval_views", "viewed_at"), ("grants", "given_at"),
      ("grants", "revoked_at"),
    ]
    var latest: Int64 = 0
    for (table, column) in times {
      let row = try transaction.rows("SELECT MAX(\(column)) FROM \(table)").first
      latest = max(latest, try row?.integerIfAny(0) ?? 0)
    }
    return latest
  }
}

extension Vote {
  fileprivate static func read(
    of approval: String, in transaction: Transaction
  ) throws(StorageError) -> [Vote] {
    var votes: [Vote] = []
    let rows = try transaction.rows(
      """
      SELECT approver, roles, verdict, reason, channel, voted_at FROM approval_votes
      WHERE approval = $1 ORDER BY voted_at, approver
      """, [.text(approval)])
    for row in rows {
      guard let verdict = Verdict(rawValue: try row.text(2)) else {
        throw .foreignSchema("a vote on approval `\(approval)` cannot be read")
      }
      let roles = try row.text(1)
      votes.append(
        Vote(
          approver: Approver(
            id: try row.text(0), roles: Set(roles.split(separator: " ").map(String.init)),
            hasEveryRole: roles == Vote.everyRole),
          verdict: verdict, reason: try row.text(3), channel: try row.text(4),
          time: try row.integer(5)))
    }
    return votes
  }

  /// What stands for every role; no role can be called so.
  private static let everyRole = "*"

  func insert(on approval: String, in transaction: Transaction) throws(StorageError) {
    try transaction.run(
      """
      INSERT INTO approval_votes (approval, approver, roles, verdict, reason, channel, voted_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """,
      [
        .text(approval), .text(approver.id),
        .text(
          approver.hasEveryRole ? Self.everyRole : approver.roles.sorted().joined(separator: " ")),
        .text(verdict.rawValue), .text(reason), .text(channel), .integer(time),
      ])
  }
}
