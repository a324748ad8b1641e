import AuditLog
import HTTPWire
import JSON
import Locking

/// Sends the records that a filter chooses, oldest first, as they are read: memory holds one piece of a segment.
final class LogExport: HTTPContentSource {
  /// How records are written.
  enum Form: String, Sendable {
    /// The log's own lines, whose links and hashes can be verified.
    case jsonl
    /// A table for spreadsheets.
    case csv

    var type: HTTPFieldValue {
      switch self {
      case .jsonl: "application/jsonl; charset=utf-8"
      case .csv: "text/csv; charset=utf-8; header=present"
      }
    }

    var disposition: HTTPFieldValue {
      switch self {
      case .jsonl: "attachment; filename=\"gatehouse-log.jsonl\""
      case .csv: "attachment; filename=\"gatehouse-log.csv\""
      }
    }
  }

  private enum Piece: Sendable {
    case records([AuditRecord])
    case end
    case failed(AuditError)
  }

  private struct State: ~Copyable {
    /// Made with the first piece, on the thread that reads; nil again at the end.
    var scan: AuditScan?
    var isBegun = false
    var isOver = false
    var isGivenBack = false
  }

  private let filter: AuditFilter
  private let from: UInt64
  private let limit: UInt64
  private let form: Form
  private let thread: LogThread
  private let whenDone: @Sendable () -> Void
  private let state = Locked(State())

  init(
    of filter: AuditFilter, from: UInt64, before end: UInt64, as form: Form, on thread: LogThread,
    whenDone: @escaping @Sendable () -> Void
  ) {
    self.filter = filter
    self.from = from
    limit = end
    self.form = form
    self.thread = thread
    self.whenDone = whenDone
  }

  func next() async -> [UInt8]? {
    let (isFirst, isOver) = state.withLock { state in
      defer { state.isBegun = true }
      return (!state.isBegun, state.isOver)
    }
    if isOver { return nil }
    if isFirst, form == .csv { return RecordTable.header }
    while !Task.isCancelled {
      switch await thread.run({ [self] reader in piece(reader) }) {
      case .records(let records):
        let bytes = records.reduce(into: [UInt8]()) { write($1, to: &$0) }
        if !bytes.isEmpty { return bytes }
      case .end: return nil
      case .failed(let error): return interruption("the log cannot be read: \(error)")
      case nil: return interruption("too much of the log is being read: try again")
      }
    }
    return nil
  }

  func end() {
    let isHeld = state.withLock { state in
      state.scan = nil
      state.isOver = true
      defer { state.isGivenBack = true }
      return !state.isGivenBack
    }
    if isHeld { whenDone() }
  }

  /// Reads the next piece, on the thread.
  private func piece(_ reader: AuditReader) -> Piece {
    state.withLock { state in
      guard !state.isOver else { return .end }
      var scan = state.scan.take() ?? AuditScan(reader, from: from)
      do throws(AuditError) {
        guard scan.next < limit, let records = try scan.step(matching: filter) else {
          state.isOver = true
          return .end
        }
        state.scan = consume scan
        return .records(records.filter { $0.sequence < limit })
      } catch {
        state.isOver = true
        return .failed(error)
      }
    }
  }

  private func write(_ record: AuditRecord, to bytes: inout [UInt8]) {
    switch form {
    case .jsonl:
      bytes += record.line
      bytes.append(UInt8(ascii: "\n"))
    case .csv: RecordTable.write(record, to: &bytes)
    }
  }

  /// Ends an export that is not whole, with a line that says so: its status was sent long ago.
  private func interruption(_ reason: String) -> [UInt8] {
    state.withLock { $0.isOver = true }
    switch form {
    case .jsonl:
      var writer = JSONWriter()
      writer.beginObject()
      writer.member("incomplete", reason)
      writer.endObject()
      return writer.bytes + [UInt8(ascii: "\n")]
    case .csv: return RecordTable.interruption(reason)
    }
  }
}
