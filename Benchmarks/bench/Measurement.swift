import CBenchmark
import CPlatform

/// Reads the clocks and counters that benchmarks go by.
enum Meter {
  /// Nanoseconds on a clock that never turns back.
  static var now: Int64 { cplatform_monotonic_nanoseconds() }

  /// Counts the allocations that this thread makes while it does the work.
  static func allocations(in work: () throws -> Void) throws -> Int {
    let before = cbenchmark_allocations()
    guard before >= 0 else { throw Failure("allocations are counted with glibc only") }
    try work()
    return Int(cbenchmark_allocations() - before)
  }

  /// Keeps a result from being optimised away.
  @inline(never) @_optimize(none)
  static func keep<Value>(_ value: borrowing Value) {}

  /// Prints a figure.
  static func report(_ name: String, _ value: Double) {
    let scaled = (value * 1000).rounded() / 1000
    print("\(name) \(scaled)")
  }
}

/// Collects nanoseconds that were measured, and gives their percentiles.
struct Samples {
  private var values: [Int64] = []
  private var isSorted = false

  init(capacity: Int) {
    values.reserveCapacity(capacity)
  }

  mutating func add(_ nanoseconds: Int64) {
    values.append(nanoseconds)
    isSorted = false
  }

  /// Gives the value in microseconds that this share (0...1) of all does not exceed.
  mutating func microseconds(at share: Double) -> Double {
    if !isSorted {
      values.sort()
      isSorted = true
    }
    guard let last = values.indices.last else { return .nan }
    return Double(values[Int((Double(last) * share).rounded())]) / 1000
  }

  /// Measures each of many repetitions on its own, less what reading the clock takes.
  static func measure(_ count: Int, _ work: (Int) -> Void) -> Samples {
    let overhead = clockNanoseconds
    var samples = Samples(capacity: count)
    for index in 0..<count {
      let start = Meter.now
      work(index)
      samples.add(max(0, Meter.now - start - overhead))
    }
    return samples
  }

  /// The median time that one reading of the clock takes.
  private static var clockNanoseconds: Int64 {
    var times: [Int64] = []
    for _ in 0..<1001 {
      let start = Meter.now
      times.append(Meter.now - start)
    }
    return times.sorted()[500]
  }
}
