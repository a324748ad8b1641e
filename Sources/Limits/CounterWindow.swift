/// What was counted over the last so many nanoseconds.
///
/// Time is cut into buckets of a sixtieth of the window. The bucket of now and the sixty before it count whole, so an
/// amount counts for at least the window and at most a sixtieth longer: never too little. Only buckets that hold something
/// are kept.
struct CounterWindow {
  /// What happened in one bucket.
  struct Cell {
    let bucket: Int64
    var units: Int128
  }

  /// How many whole buckets make a window.
  static let bucketsPerWindow: Int64 = 60

  /// The width of a bucket in nanoseconds: a sixtieth of the window, rounded up.
  let width: Int64
  /// Oldest first.
  private(set) var cells: [Cell] = []
  private(set) var total: Int128 = 0

  init(width: Int64) { self.width = width }

  static func width(ofWindow window: Int64) -> Int64 {
    let (quotient, remainder) = window.quotientAndRemainder(dividingBy: bucketsPerWindow)
    return max(1, quotient + (remainder > 0 ? 1 : 0))
  }

  /// Drops the buckets that have left the window.
  mutating func advance(to now: Int64) {
    guard let oldest = cells.first else { return }
    let bound = now / width - CounterWindow.bucketsPerWindow
    guard oldest.bucket < bound else { return }
    var expired = 0
    while expired < cells.count, cells[expired].bucket < bound {
      total -= cells[expired].units
      expired += 1
    }
    cells.removeFirst(expired)
  }

  /// Adds a positive amount, and names the bucket it went to; nil when the total would exceed 128 bits.
  mutating func add(_ units: Int128, at now: Int64) -> Int64? {
    advance(to: now)
    let (sum, overflow) = total.addingReportingOverflow(units)
    guard !overflow else { return nil }
    total = sum
    let bucket = now / width
    if let last = cells.indices.last, cells[last].bucket == bucket {
      cells[last].units += units
    } else {
      cells.append(Cell(bucket: bucket, units: units))
    }
    return bucket
  }

  /// Adds a positive amount to a bucket of the past, unless that has left the window.
  ///
  /// - Returns: false where the total would exceed 128 bits.
  mutating func restore(_ units: Int128, to bucket: Int64, at now: Int64) -> Bool {
    advance(to: now)
    guard leavesAt(bucket) > now else { return true }
    let (sum, overflow) = total.addingReportingOverflow(units)
    guard !overflow else { return false }
    total = sum
    let position = cells.lastIndex { $0.bucket <= bucket }
    if let position, cells[position].bucket == bucket {
      cells[position].units += units
    } else {
      cells.insert(Cell(bucket: bucket, units: units), at: position.map { $0 + 1 } ?? 0)
    }
    return true
  }

  /// Takes back what `add` put into a bucket, unless that bucket has left the window.
  mutating func remove(_ units: Int128, from bucket: Int64) {
    guard let index = cells.lastIndex(where: { $0.bucket == bucket }) else { return }
    total -= units
    cells[index].units -= units
    if cells[index].units == 0 { cells.remove(at: index) }
  }

  /// Whether nothing is left in the window.
  func isEmpty(at now: Int64) -> Bool {
    guard let newest = cells.last else { return true }
    return newest.bucket < now / width - CounterWindow.bucketsPerWindow
  }

  /// When the oldest bucket leaves the window, in nanoseconds; nil for an empty window.
  var oldestLeavesAt: Int64? { cells.first.map { leavesAt($0.bucket) } }

  /// When the newest bucket leaves the window; nil for an empty window.
  var newestLeavesAt: Int64? { cells.last.map { leavesAt($0.bucket) } }

  /// When a bucket leaves the window.
  func leavesAt(_ bucket: Int64) -> Int64 {
    let end = (bucket + CounterWindow.bucketsPerWindow + 1).multipliedReportingOverflow(by: width)
    return end.overflow ? .max : end.partialValue
  }
}
