import Locking
import Workers

/// The slow work beside the writer, in small steps on a thread of its own: handing out checkpoints,
/// removing dropped segments, compressing finished ones, and verifying what start-up did not.
final class Maintenance: Sendable {
  private let disk: any Disk
  private let sinks: [any CheckpointSink]
  private let shared: LogShared
  private let orders = Locked(Orders())

  /// What there is to do.
  private struct Orders: Sendable {
    var checkpoint: SignedNote?
    var compress: [(manifest: SegmentManifest, before: LogHead)] = []
    var drop: [SegmentName] = []
    var isStopping = false
    var isVerified = false
  }

  /// Between two steps, so that the work takes a small part of one core.
  private static let pause: Int64 = 1_250_000
  /// Between two looks for work.
  private static let rest: Int64 = 200_000_000
  /// How many bytes one step reads: a step is short, since whoever decides may have to wait for its end.
  private static let step = 1 << 15

  init(disk: any Disk, sinks: [any CheckpointSink], shared: LogShared) {
    self.disk = disk
    self.sinks = sinks
    self.shared = shared
  }

  // MARK: Orders

  /// Orders a checkpoint to be handed out; one that still waits is replaced, since the newer one
  /// covers more.
  func deliver(_ note: SignedNote) {
    orders.withLock { $0.checkpoint = note }
  }

  /// Hands out the checkpoint of the stop at once, since nobody waits for the keeper then.
  func deliverLast(_ note: SignedNote) {
    orders.withLock { $0.checkpoint = nil }
    handOut(note)
  }

  /// Orders a finished segment to be compressed; `before` is where the log stood before it.
  func compress(_ manifest: SegmentManifest, after before: LogHead) {
    orders.withLock { $0.compress.append((manifest, before)) }
  }

  /// Orders the lines of segments that retention has dropped to be removed.
  func drop(_ names: [SegmentName]) {
    orders.withLock { $0.drop += names }
  }

  /// Ends the work: what is left to compress waits for the next start.
  func stop() {
    orders.withLock { $0.isStopping = true }
  }

  /// True once everything that was there at start is verified.
  var isVerified: Bool { orders.withLock { $0.isVerified } }

  // MARK: Work

  /// Works until stopped, behind whoever decides and records.
  func run(_ bell: Worker.Bell) {
    var verifier: AuditVerifier? = AuditVerifier(disk, onlyFinished: true)
    var compression: SegmentCompression?
    while true {
      let (note, names, isStopping) = orders.withLock { orders in
        defer {
          orders.checkpoint = nil
          orders.drop = []
        }
        return (orders.checkpoint, orders.drop, orders.isStopping)
      }
      if let note { handOut(note) }
      names.forEach(remove)
      if isStopping { return }
      let isBusy = compressSome(&compression) || verifySome(&verifier)
      bell.wait(nanoseconds: isBusy ? Self.pause : Self.rest)
    }
  }

  private func handOut(_ note: SignedNote) {
    for sink in sinks {
      do throws(DiskError) {
        try sink.deliver(note.bytes)
      } catch {
        shared.report("checkpoint for \(sink.name): \(error.text)")
      }
    }
  }

  private func remove(_ name: SegmentName) {
    for suffix in [SegmentName.Suffix.lines, .compressed, .checkpoints] {
      do throws(DiskError) {
        try disk.removeIfPresent(name.file(suffix))
      } catch {
        shared.report(error.text)
      }
    }
  }

  /// Compresses the next piece; returns false where there is nothing to compress.
  private func compressSome(_ compression: inout SegmentCompression?) -> Bool {
    do throws(DiskError) {
      if compression == nil {
        let next = orders.withLock { $0.compress.isEmpty ? nil : $0.compress.removeFirst() }
        guard let next else { return false }
        compression = try SegmentCompression(next.manifest, after: next.before, on: disk)
      } else if try compression?.step(Self.step) == false {
        compression = nil
      }
    } catch {
      // The lines stay as they are, which is a matter of space only.
      compression = nil
      if error.kind != .missing { shared.report(error.text) }
    }
    return true
  }

  /// Verifies the next piece; returns false once all is verified. A fault closes the log.
  private func verifySome(_ verifier: inout AuditVerifier?) -> Bool {
    guard verifier != nil else { return false }
    if verifier?.step() == true { return true }
    if let finding = verifier?.report.finding {
      shared.breakDown(finding.description)
    } else {
      orders.withLock { $0.isVerified = true }
    }
    verifier = nil
    return false
  }
}
