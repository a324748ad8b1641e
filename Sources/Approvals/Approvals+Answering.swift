import ActionModel
package import Storage

/// What approvers see of requests, and what they answer.
extension Approvals {
  package func approval(_ id: String) async throws(StorageError) -> Approval? {
    try await storage.read { (transaction) throws(StorageError) in
      try Approval.read(id, in: transaction)
    }
  }

  /// An approval without what the agent sent, which may be long.
  package func head(of id: String) async throws(StorageError) -> Approval? {
    try await storage.read { (transaction) throws(StorageError) in
      try Approval.heads(where: "id = $1", [.text(id)], in: transaction).first
    }
  }

  /// An approval, and the latest request of the same agent for the same tool before it; nil where there is none.
  package func withPrevious(
    _ id: String
  ) async throws(StorageError) -> (Approval, previous: Approval?)? {
    try await storage.read { (transaction) throws(StorageError) in
      guard let approval = try Approval.read(id, in: transaction) else { return nil }
      let (principal, tool) = (approval.request.principal, approval.request.tool)
      let before = try Approval.heads(
        where: "tenant = $1 AND agent = $2 AND asked_at < $3 ORDER BY asked_at DESC, id LIMIT 50",
        [.text(principal.tenant), .text(principal.id), .integer(approval.askedAt)],
        in: transaction)
      guard let latest = before.first(where: { $0.request.tool == tool }) else {
        return (approval, nil)
      }
      return (approval, try Approval.read(latest.id, in: transaction))
    }
  }

  /// The state that an approval is in now; nil where there is none.
  package func state(of id: String) async throws(StorageError) -> Approval.State? {
    try await head(of: id).map { state(of: $0) }
  }

  package func state(of approval: Approval) -> Approval.State { approval.state(at: now) }

  /// The newest approvals in one of some states, newest first, without what the agents sent.
  package func approvals(
    in states: [Approval.State], limit: Int
  ) async throws(StorageError) -> [Approval] {
    let now = now
    return try await storage.read { (transaction) throws(StorageError) in
      let marks = states.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
      return try Approval.heads(
        where: "state IN (\(marks)) ORDER BY asked_at DESC, id LIMIT $1",
        [.integer(Int64(limit))] + states.map { .text($0.rawValue) }, in: transaction
      ).filter { states.contains($0.state(at: now)) }
    }
  }

  /// Takes an approver's answer.
  ///
  /// - Parameter seen: the digest of what the approver was shown, which is that of the request; a denial needs none.
  package func answer(
    _ id: String, _ verdict: Vote.Verdict, by approver: Approver, reason: String, channel: String,
    seen: String?
  ) async throws(AnswerError) -> Approval {
    let vote = Vote(
      approver: approver, verdict: verdict, reason: reason, channel: channel, time: now)
    let result = try await stored { (transaction) throws(StorageError) in
      guard let approval = try Approval.read(id, in: transaction) else {
        return Result<Approval, AnswerRefusal>.failure(.unknown)
      }
      guard verdict == .deny || approval.request.digest == seen else { return .failure(.notSeen) }
      return try Self.take(vote, on: approval, in: transaction)
    }
    let approval: Approval
    do throws(AnswerRefusal) { approval = try result.get() } catch { throw .refused(error) }
    try await record(.answered(approval, vote))
    await noteRecorded(id)
    return approval
  }

  /// Writes down an answer to an approval that was read in the same transaction, unless it is refused.
  static func take(
    _ vote: Vote, on approval: Approval, in transaction: Transaction
  ) throws(StorageError) -> Result<Approval, AnswerRefusal> {
    var approval = approval
    do throws(AnswerRefusal) { try approval.take(vote) } catch { return .failure(error) }
    try vote.insert(on: approval.id, in: transaction)
    try approval.update(in: transaction)
    try transaction.notify(channel, approval.id)
    return .success(approval)
  }

  /// The channels that have brought a request to those who read them.
  package func channelsShown(_ id: String) async throws(StorageError) -> Set<String> {
    try await storage.read { (transaction) throws(StorageError) in
      var channels: Set<String> = []
      let rows = try transaction.rows(
        "SELECT channel FROM approval_views WHERE approval = $1 AND viewer = channel", [.text(id)])
      for row in rows { channels.insert(try row.text(0)) }
      return channels
    }
  }

  /// Records that an approver was shown a request, once for each way in which it was.
  package func noteShown(
    _ id: String, to viewer: String, channel: String
  ) async throws(AnswerError) {
    let now = now
    let seen = try await stored { (transaction) throws(StorageError) -> Approval? in
      let isNew =
        try transaction.run(
          """
          INSERT INTO approval_views (approval, viewer, channel, viewed_at) VALUES ($1, $2, $3, $4)
          ON CONFLICT DO NOTHING
          """, [.text(id), .text(viewer), .text(channel), .integer(now)]) == 1
      guard isNew else { return nil }
      return try Approval.heads(where: "id = $1", [.text(id)], in: transaction).first
    }
    if let seen { try await record(.shown(seen, to: viewer, channel: channel, time: now)) }
  }
}

/// Says why an approver's answer, or a grant, did not come into force.
package enum AnswerError: Error, Sendable {
  case refused(AnswerRefusal)
  case ungrantable(GrantRefusal)
  /// Storage or log failed; if the answer was stored, only the log does not have it yet.
  case unavailable(String)
}
