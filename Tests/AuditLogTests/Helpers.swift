import JSON
import TestKit

@testable import AuditLog

extension AuditClock {
  /// A clock that a test moves.
  static func manual(_ clock: ManualClock) -> AuditClock {
    AuditClock(wall: { 1_700_000_000_000_000_000 + clock.now }, monotonic: { clock.now })
  }
}

extension AuditOptions {
  /// Options for small logs on the simulated disk.
  static func small(_ mode: AuditMode = .always) -> AuditOptions {
    var options = AuditOptions()
    options.mode = mode
    options.origin = "test.local/log"
    options.reserveBytes = 4096
    return options
  }
}

extension AuditEvent {
  /// An event that a test can find again.
  static func numbered(_ number: Int) -> AuditEvent {
    AuditEvent(type: "test", time: 0, ["number": .integer(Int64(number))])
  }
}

extension AuditRecord {
  /// The number of a numbered event.
  var number: Int? {
    event["number"]?.numberText.flatMap { Int($0) }
  }
}

/// Makes a log with numbered records, writes it with the engine alone, and returns the disk.
///
/// `segments` segments of `records` records each; the last one is left open, with a checkpoint over
/// all.
func makeLog(
  segments: Int = 1, records: Int = 10, mode: AuditMode = .always, options: AuditOptions? = nil
) throws -> SimulatedDisk {
  let disk = SimulatedDisk()
  let options = options ?? .small(mode)
  let clock = AuditClock.manual(ManualClock())
  var writer = LogWriter(
    try OpenedLog(disk, options: options, clock: clock), disk: disk, options: options, clock: clock)
  for segment in 0..<segments {
    for record in 0..<records { try writer.write([.numbered(segment * records + record)]) }
    try writer.sync(rewriting: true)
    if segment < segments - 1 { _ = try writer.rotate() }
  }
  _ = try writer.checkpointIfDue(forced: true)
  return disk
}

extension SimulatedDisk {
  /// The name of the only file with this suffix of the segment with this number.
  func file(_ suffix: SegmentName.Suffix, of number: Int) -> String? {
    files.keys.first {
      SegmentName.read($0).map { $0.name.number == number && $0.suffix == suffix } ?? false
    }
  }

  /// A copy in which one file has other bytes.
  func replacing(_ name: String, _ change: (inout [UInt8]) -> Void) -> SimulatedDisk {
    var files = files
    var bytes = files[name] ?? []
    change(&bytes)
    files[name] = bytes
    return SimulatedDisk(files: files)
  }

  /// A copy without one file.
  func removing(_ name: String) -> SimulatedDisk {
    var files = files
    files[name] = nil
    return SimulatedDisk(files: files)
  }
}

extension [UInt8] {
  /// Changes the lines of a file.
  mutating func editLines(_ edit: (inout [[UInt8]]) -> Void) {
    var lines = split(separator: UInt8(ascii: "\n")).map(Array.init)
    edit(&lines)
    self = lines.flatMap { $0 + [UInt8(ascii: "\n")] }
  }
}
