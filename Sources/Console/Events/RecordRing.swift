import AuditLog

/// Holds the newest records of the log in memory, while anybody watches; a value, whoever guards it.
struct RecordRing {
  /// What a reader has to know before it reads on.
  struct News: Equatable {
    /// The number that the next record gets.
    var next: UInt64 = 0
    /// How many times numbers came a second time.
    var rewinds = 0
    /// The smallest number that ever came a second time; `UInt64.max` where none did.
    var rewoundTo = UInt64.max
  }

  /// The most records that are kept.
  static let capacity = 2_048
  /// The most bytes that they may have together.
  static let maximumBytes = 4 << 20

  private(set) var news = News()
  private var records: [WatchedRecord] = []
  /// Where the kept ones begin in `records`: what lies before is dropped now and then.
  private var start = 0
  private var bytes = 0
  private var isWatched = false

  /// Begins or ends keeping records: nobody pays for them while nobody watches.
  mutating func watch(_ isWatched: Bool) {
    self.isWatched = isWatched
    if !isWatched { forget() }
  }

  /// Takes in records as they are committed.
  mutating func take(_ events: [AuditEvent], from sequence: UInt64) {
    if sequence < news.next {
      news.rewinds += 1
      news.rewoundTo = min(news.rewoundTo, sequence)
      forget()
    }
    news.next = sequence + UInt64(events.count)
    guard isWatched else { return }
    for (offset, event) in events.enumerated() {
      records.append(WatchedRecord(sequence + UInt64(offset), event))
      bytes += event.body.count
      while records.count - start > Self.capacity
        || (bytes > Self.maximumBytes && start < records.count)
      {
        bytes -= records[start].event.body.count
        start += 1
      }
    }
    if start > Self.capacity {
      records.removeFirst(start)
      start = 0
    }
  }

  /// The records from a number on, at most so many; nil where the first of them is kept no more.
  func records(from sequence: UInt64, limit: Int) -> ArraySlice<WatchedRecord>? {
    let kept = records[start...]
    guard let first = kept.first, first.sequence <= sequence else {
      return sequence >= news.next ? [] : nil
    }
    return kept.dropFirst(Int(clamping: sequence - first.sequence)).prefix(limit)
  }

  private mutating func forget() {
    records = []
    start = 0
    bytes = 0
  }
}
