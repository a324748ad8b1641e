/// A place in the log, for reading on from there.
package struct AuditPosition: Sendable, Equatable {
  /// The number of the record there.
  package let sequence: UInt64
  /// The number of its segment.
  package let segment: Int
  /// How many bytes of the segment's lines come before it.
  package let offset: Int

  package init(sequence: UInt64, segment: Int, offset: Int) {
    self.sequence = sequence
    self.segment = segment
    self.offset = offset
  }
}
