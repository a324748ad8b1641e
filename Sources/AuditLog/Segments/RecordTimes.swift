import Calendar

/// The time between the earliest and the latest record of a segment, wherever the clock went meanwhile.
package struct RecordTimes: Sendable, Equatable {
  /// Nanoseconds since 1970.
  package let earliest: Int64
  package let latest: Int64

  /// Whether a filter's bounds leave out every record in between.
  func lie(outside filter: AuditFilter) -> Bool {
    latest < filter.from ?? .min || earliest >= filter.to ?? .max
  }

  /// Collects the times of records one by one.
  ///
  /// INVARIANT: where the time of one is not known, nothing is said of all: a search that left a segment out could miss
  /// that one.
  struct Tally: Sendable {
    private var earliest = Int64.max
    private var latest = Int64.min
    private var isWhole = true

    /// Takes the time of a record, in nanoseconds since 1970; nil where it is not known.
    mutating func note(_ time: Int64?) {
      guard let time else {
        isWhole = false
        return
      }
      earliest = min(earliest, time)
      latest = max(latest, time)
    }

    /// nil where there are no records, or the time of one is not known.
    var times: RecordTimes? {
      isWhole && earliest <= latest ? RecordTimes(earliest: earliest, latest: latest) : nil
    }
  }
}

extension RecordTimes.Tally {
  private static let key = Array(#""time":""#.utf8)
  /// How long the end of a line is that follows its event, at least.
  private static let tail = 83

  /// Takes the time that stands in the line of a record.
  ///
  /// INVARIANT: no member behind an event's `time` holds another of this name, and quotes within strings are escaped: the
  /// last one is the event's own.
  mutating func note(line: ArraySlice<UInt8>) {
    let (key, length) = (Self.key.span, UTCTimestamp.length)
    guard line.count > key.count + length + Self.tail else { return note(nil) }
    var start = line.endIndex - Self.tail - length - key.count
    while start > line.startIndex {
      if line[start + 1] == key[1], line[start] == key[0],
        line[start..<start + key.count].elementsEqual(Self.key)
      {
        let text = line[start + key.count..<start + key.count + length]
        return note(UTCTimestamp.unixNanoseconds(String(decoding: text, as: UTF8.self)))
      }
      start -= 1
    }
    note(nil)
  }
}
