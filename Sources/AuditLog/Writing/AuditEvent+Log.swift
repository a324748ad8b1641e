import Crypto

/// The records that the log makes about itself.
extension AuditEvent {
  /// The log was opened for writing.
  ///
  /// `unsigned` counts the records found behind the last signature, which from now on is this start's own.
  static func start(
    _ keys: AuditKeys, mode: AuditMode, unsigned: UInt64, time: Int64
  ) -> AuditEvent {
    AuditEvent(
      type: "log.start", time: time,
      [
        "mode": .string(mode.rawValue), "key": .string(keys.signer.verifier.text),
        "arguments_key": .string(keys.argumentKeyID),
        "unsigned": .integer(Int64(clamping: unsigned)),
      ])
  }

  /// The log was closed in order; `refused` counts what was turned away since the last such record.
  static func stop(refused: [String: UInt64], time: Int64) -> AuditEvent {
    AuditEvent(type: "log.stop", time: time, counts(refused))
  }

  /// Keys were made, at the first start or because an old one was taken away.
  static func keys(_ keys: AuditKeys, time: Int64) -> AuditEvent {
    AuditEvent(
      type: "log.keys", time: time,
      [
        "made": .strings(keys.made), "key": .string(keys.signer.verifier.text),
        "arguments_key": .string(keys.argumentKeyID),
      ])
  }

  /// Bytes behind the last good record of a segment were cut off; `records` counts those that were
  /// refused to their callers.
  static func repair(
    _ cut: SegmentManifest.Cut, of name: SegmentName, records: Int, time: Int64
  ) -> AuditEvent {
    AuditEvent(
      type: "log.repair", time: time,
      [
        "cause": .string(cut.cause), "segment": .string(name.file(.lines)),
        "cut_bytes": .integer(Int64(cut.bytes)), "cut_sha256": .string(cut.hash.description),
        "refused_records": .integer(Int64(records)),
      ])
  }

  /// The disk filled up; from here on records are refused.
  static func diskFull(time: Int64) -> AuditEvent {
    AuditEvent(type: "log.disk_full", time: time)
  }

  /// Records are taken again; `refused` counts, by reason code, those that were not.
  static func recovered(refused: [String: UInt64], time: Int64) -> AuditEvent {
    AuditEvent(type: "log.recovered", time: time, counts(refused))
  }

  /// The oldest segments are dropped; their manifests stay.
  static func retention(_ dropped: ArraySlice<SegmentManifest>, time: Int64) -> AuditEvent {
    AuditEvent(
      type: "log.retention", time: time,
      [
        "dropped_segments": .integer(Int64(dropped.count)),
        "first": .integer(Int64(clamping: dropped.first?.name.firstSequence ?? 0)),
        "next": .integer(Int64(clamping: dropped.last?.head.size ?? 0)),
      ])
  }

  private static func counts(_ refused: [String: UInt64]) -> [String: Value] {
    Dictionary(
      uniqueKeysWithValues: refused.map {
        ("refused_\($0.key)", .integer(Int64(clamping: $0.value)))
      })
  }
}
