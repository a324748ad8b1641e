package import ActionModel
import JSON

/// What one counter holds that is kept elsewhere, as text: each bucket's number and amount.
package struct StoredWindow: Sendable {
  private var window: CounterWindow
  /// The time, which is never before what was counted last: of clocks that differ the fastest counts.
  private let now: Int64

  /// Reads a window, and drops what has left it; nil text is an empty one.
  ///
  /// - Returns: nil for text that is no window.
  package init?(_ text: String?, of specification: CounterSpecification, at time: Int64) {
    self.init(text, width: CounterWindow.width(ofWindow: specification.window), at: time)
  }

  /// - Parameter width: the width of its buckets, in nanoseconds, more than zero.
  package init?(_ text: String?, width: Int64, at time: Int64) {
    guard width > 0 else { return nil }
    var cells: [(bucket: Int64, units: Int128)] = []
    for part in text?.split(separator: " ") ?? [] {
      let halves = part.split(separator: ":", omittingEmptySubsequences: false)
      guard halves.count == 2, let bucket = Int64(halves[0]), bucket >= 0,
        let amount = try? ExactDecimal(String(halves[1])), amount > .zero
      else { return nil }
      cells.append((bucket, amount.units))
    }
    let newest = cells.map(\.bucket).max() ?? 0
    let (start, isTooLate) = newest.multipliedReportingOverflow(by: width)
    guard !isTooLate else { return nil }
    now = max(time, start)
    window = CounterWindow(width: width)
    for cell in cells where !window.restore(cell.units, to: cell.bucket, at: now) { return nil }
  }

  package var width: Int64 { window.width }

  /// What it holds now.
  package var reading: CounterReading {
    CounterReading(
      total: ExactDecimal(units: window.total), freesAt: window.oldestLeavesAt)
  }

  /// Adds an amount, and names the bucket it went to; nil where it cannot be counted exactly.
  package mutating func add(_ amount: ExactDecimal) -> Int64? {
    guard amount > .zero else { return nil }
    return window.add(amount.units, at: now)
  }

  /// Takes back what `add` put into a bucket, as far as it is still there.
  package mutating func remove(_ amount: ExactDecimal, from bucket: Int64) {
    window.remove(amount.units, from: bucket)
  }

  package var text: String {
    window.cells.map { "\($0.bucket):\(ExactDecimal(units: $0.units))" }.joined(separator: " ")
  }

  /// When nothing is left of it, on the clock of the counters.
  package var emptiesAt: Int64 { window.newestLeavesAt ?? now }
}

extension CounterSubject {
  /// The name under which a counter of the action's own session, agent or rule is kept elsewhere: canonical JSON.
  package func name(of specification: CounterSpecification) -> [UInt8] {
    var writer = JSONWriter(capacity: 256)
    writer.beginArray()
    writer.string(tenant)
    switch specification.scope {
    case .session:
      writer.string(sessions[0].agent)
      writer.string(sessions[0].session)
    case .agent: writer.string(agent)
    case .rule: break
    }
    specification.write(to: &writer)
    writer.endArray()
    return writer.bytes
  }
}
