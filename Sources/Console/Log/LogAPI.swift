import AuditLog
import HTTPAnswers
import HTTPWire
import JSON
import Locking

/// Lets those who may read the log search it, see one record whole, and take records with them.
struct LogAPI: Sendable {
  /// The most records of one page, and how many it has where the request does not say.
  private static let (longestPage, page): (UInt64, UInt64) = (500, 100)
  private let thread: LogThread
  private let status: @Sendable () -> AuditStatus
  private let checkpoint: @Sendable () -> [UInt8]?
  private let wall: @Sendable () -> Int64
  private let exports = ExportSlots()

  /// - Parameter wall: nanoseconds since 1970.
  init(
    _ thread: LogThread, _ operations: Operations, wall: @escaping @Sendable () -> Int64
  ) {
    self.thread = thread
    status = operations.auditStatus
    checkpoint = operations.checkpoint
    self.wall = wall
  }

  /// Answers a request on one of its paths; nil for any other.
  func respond(to request: HTTPRequestHead) async throws(ProblemDetails) -> HTTPResponse? {
    let segments = request.path.split(separator: "/", omittingEmptySubsequences: false)
    guard segments.starts(with: ["", "v1", "audit"]) else { return nil }
    switch (segments.dropFirst(3).first, segments.count) {
    case ("status", 4):
      try request.require(.get)
      return try await describe()
    case ("records", 4):
      try request.require(.get)
      return try await search(request)
    case ("records", 5):
      try request.require(.get)
      return try await show(String(segments[4]))
    case ("export", 4):
      try request.require(.get)
      return try export(request)
    default: return nil
    }
  }

  // MARK: Searching

  private func search(_ request: HTTPRequestHead) async throws(ProblemDetails) -> HTTPResponse {
    let query = try LogQuery(request.query, besides: ["before", "from", "limit"], at: wall())
    let limit = Int(try query.number("limit", in: 1...Self.longestPage) ?? Self.page)
    let (before, from) = (try query.number("before"), try query.number("from"))
    guard before == nil || from == nil else {
      throw .invalidQuery(
        "`before` goes towards older records and `from` towards newer: give one")
    }
    let end = min(before ?? .max, status().nextSequence)
    var bounds = AuditSearchBounds.oneRequest
    // Where every record is chosen, no more are looked at than are wanted.
    if query.filter == AuditFilter() { bounds.records = UInt64(limit) }
    let findings = try await thread.read { [bounds] (reader) throws(AuditError) in
      if let from {
        return try reader.search(
          from: from, matching: query.filter, limit: limit, within: bounds)
      }
      return try reader.search(
        before: end, matching: query.filter, limit: limit, within: bounds)
    }
    let rows = findings.records.map { EventRow($0.sequence, Array($0.event.rawBytes)) }
    var writer = JSONWriter(capacity: 256 + rows.reduce(0) { $0 + $1.json.count + 1 })
    writer.beginObject()
    writer.key("records")
    writer.beginArray()
    for json in rows.map(\.json) { writer.raw(json.span) }
    writer.endArray()
    writer.member("next", findings.next.map { Int(clamping: $0) })
    writer.endObject()
    return HTTPResponse(json: writer.bytes)
  }

  private func show(_ number: String) async throws(ProblemDetails) -> HTTPResponse {
    guard let number = UInt64(number) else { throw Self.unknownRecord }
    let found = try await thread.read { (reader) throws(AuditError) in
      try reader.records(from: number, limit: 1).first
    }
    guard let found, found.sequence == number else { throw Self.unknownRecord }
    return HTTPResponse(json: found.line)
  }

  private static let unknownRecord = ProblemDetails(
    .notFound, code: "record_unknown",
    detail: "the log holds no record of this number: it may have been dropped by retention")

  // MARK: Taking along

  private func export(_ request: HTTPRequestHead) throws(ProblemDetails) -> HTTPResponse {
    let query = try LogQuery(request.query, besides: ["from", "before", "format"], at: wall())
    guard let form = LogExport.Form(rawValue: query["format"] ?? "jsonl") else {
      throw .invalidQuery("`format` is `jsonl` or `csv`")
    }
    let fields: HTTPFields = [
      .contentType: form.type, .cacheControl: "no-store",
      .contentDisposition: form.disposition,
    ]
    let from = try query.number("from") ?? 0
    // What comes while it is read is not waited for.
    let end = min(try query.number("before") ?? .max, status().nextSequence)
    guard request.method == .get else { return HTTPResponse(.ok, fields: fields) }
    guard exports.take() else {
      throw ProblemDetails(
        .serviceUnavailable, code: "too_many_exports",
        detail: "\(ExportSlots.count) exports are running: try again when one has ended",
        fields: [.retryAfter: "5"])
    }
    let source = LogExport(
      of: query.filter, from: from, before: end, as: form, on: thread,
      whenDone: { [exports] in exports.giveBack() })
    return HTTPResponse(.ok, fields: fields, source: source)
  }

  // MARK: Whether it can be trusted

  private func describe() async throws(ProblemDetails) -> HTTPResponse {
    let status = status()
    let first = try await thread.read { (reader) throws(AuditError) in try reader.oldest() }
    var writer = JSONWriter(capacity: 1_024)
    writer.beginObject()
    writer.member("first", Int(clamping: first ?? status.nextSequence))
    writer.member("next", Int(clamping: status.nextSequence))
    var problem = status.degraded?.description
    if case .broken = status.degraded {
      writer.member("verification", "broken")
    } else {
      writer.member("verification", status.isVerified ? "intact" : "running")
      // Each record is linked to the one before as it is written; those of before the start were verified since.
      if status.isVerified, status.nextSequence > 0 {
        writer.member("intact_to", Int(clamping: status.nextSequence - 1))
      }
      problem = problem ?? status.lastError
    }
    writer.member("problem", problem)
    writer.member("checkpoint_size", status.checkpointSize.map { Int(clamping: $0) })
    writer.member("checkpoint", checkpoint().map { String(decoding: $0, as: UTF8.self) })
    writer.endObject()
    return HTTPResponse(json: writer.bytes)
  }
}

extension AuditSearchBounds {
  /// What one request may cost.
  static let oneRequest: AuditSearchBounds = {
    var bounds = AuditSearchBounds()
    bounds.records = 20_000
    bounds.bytes = 32 << 20
    bounds.found = 4 << 20
    return bounds
  }()
}

/// Bounds how many exports run at once.
private final class ExportSlots: Sendable {
  static let count = 4

  private let free = Locked(count)

  /// Takes one; false where none is left.
  func take() -> Bool {
    free.withLock { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
  }

  func giveBack() { free.withLock { $0 += 1 } }
}
