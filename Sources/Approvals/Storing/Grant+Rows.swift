import ActionModel
import JSON
import Storage

/// How grants are kept in rows.
extension Grant {
  static func read(
    where condition: String, _ values: [SQLValue], in transaction: Transaction
  ) throws(StorageError) -> [Grant] {
    let rows = try transaction.rows(
      "SELECT id, document, given_at, expires_at, revoked_at, revoked_by FROM grants WHERE \(condition)",
      values)
    var grants: [Grant] = []
    for row in rows { grants.append(try Grant(row)) }
    return grants
  }

  private init(_ row: Row) throws(StorageError) {
    let id = try row.text(0)
    guard let document = try? JSONDocument.parse(Array(try row.text(1).utf8)),
      let agent = document["agent"]?.string, let tenant = document["tenant"]?.string,
      let verified = document["verified"]?.bool, let tool = document["tool"]?.string,
      let rules = document["rules"]?.elements.compactMap(\.string), !rules.isEmpty,
      let policy = document["policy"]?.string, let digest = document["policy_digest"]?.string,
      let approval = document["approval"]?.string, let givenBy = document["given_by"]?.string
    else { throw .foreignSchema("grant `\(id)` cannot be read") }
    self.init(
      id: id,
      principal: Principal(
        tenant: tenant, id: agent, verified: verified, via: document["via"]?.string),
      tool: tool, rules: rules, policy: GrantPolicy(text: policy), policyDigest: digest,
      binding: document["binding"]?.string.map(ActionBinding.init(text:)), approval: approval,
      givenBy: givenBy, givenAt: try row.integer(2), expiresAt: try row.integer(3),
      revokedAt: try row.integerIfAny(4), revokedBy: try row.textIfAny(5))
  }

  /// Adds a new grant, which the log does not have yet.
  func insert(in transaction: Transaction) throws(StorageError) {
    try transaction.run(
      """
      INSERT INTO grants (id, tenant, agent, tool, document, given_at, expires_at, is_recorded)
      VALUES ($1, $2, $3, $4, $5, $6, $7, 0)
      """,
      [
        .text(id), .text(principal.tenant), .text(principal.id), .text(tool),
        .text(String(decoding: document, as: UTF8.self)), .integer(givenAt), .integer(expiresAt),
      ])
  }

  private var document: [UInt8] {
    var writer = JSONWriter(capacity: 1_024)
    writer.beginObject()
    writer.member("agent", principal.id)
    writer.member("approval", approval)
    writer.member("binding", binding?.text)
    writer.member("given_by", givenBy)
    writer.member("policy", policy.text)
    writer.member("policy_digest", policyDigest)
    writer.key("rules")
    writer.beginArray()
    for rule in rules { writer.string(rule) }
    writer.endArray()
    writer.member("tenant", principal.tenant)
    writer.member("tool", tool)
    writer.member("verified", principal.verified)
    writer.member("via", principal.via)
    writer.endObject()
    return writer.bytes
  }
}
