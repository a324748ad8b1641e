import ActionModel
import Approvals
import AuditLog
import HTTPAnswers
import HTTPWire
import JSON
import Storage

/// Tells whoever is to answer a request what its agent did lately, and what it asked for the last time.
struct RequestHistory: Sendable {
  /// How many actions are told.
  private static let actions = 12

  private let approvals: Approvals
  private let log: LogThread

  init(_ approvals: Approvals, _ log: LogThread) {
    self.approvals = approvals
    self.log = log
  }

  /// Answers with the newest actions before a request was made, and the latest request of its kind before it.
  func respond(about id: String, upTo end: UInt64) async throws(ProblemDetails) -> HTTPResponse {
    let found: (Approval, Approval?)?
    do throws(StorageError) {
      found = try await approvals.withPrevious(id)
    } catch {
      throw ProblemDetails(AnswerError.unavailable(error.description))
    }
    guard let (approval, previous) = found else {
      throw ProblemDetails(AnswerError.refused(.unknown))
    }
    var filter = AuditFilter()
    filter.type = "decision"
    filter.agent = approval.request.principal.id
    filter.tenant = approval.request.principal.tenant
    filter.to = approval.askedAt
    let records = try await log.read { [filter] (reader) throws(AuditError) in
      try reader.search(
        before: end, matching: filter, limit: Self.actions + 1, within: .oneRequest)
    }.records
    let asking = approval.request.decision
    var writer = JSONWriter(capacity: 4_096)
    writer.beginObject()
    writer.key("actions")
    writer.beginArray()
    let others = records.filter { $0.event["id"]?.isString(equalTo: asking) != true }
    let rows = others.prefix(Self.actions).map {
      EventRow($0.sequence, Array($0.event.rawBytes)).json
    }
    for row in rows { writer.raw(row.span) }
    writer.endArray()
    if let previous {
      writer.key("previous")
      writer.approval(previous, approvals, isWhole: true)
    }
    writer.endObject()
    return HTTPResponse(json: writer.bytes)
  }
}
