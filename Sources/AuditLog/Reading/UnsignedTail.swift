/// Bounds how many records may stand behind the last signature of a log: those are the ones that whoever can write the
/// folder could have written.
enum UnsignedTail {
  /// What an instance can leave: a segment's records, whose end is signed, and what waits while that is done.
  static let limit: UInt64 = 131_072
  /// What a first start can leave that was cut off before its checkpoint.
  static let limitOfNewLog: UInt64 = 8

  /// Whether so many records cannot stand there by accident.
  static func isTooLong(_ size: UInt64, signed: UInt64) -> Bool {
    size > signed && size - signed > (signed == 0 ? limitOfNewLog : limit)
  }
}
