import AuditLog

/// Measures what a durable record cannot be had below: one append of 800 bytes and its `fdatasync`, on the disk given.
enum AppendBenchmark {
  static func run(_ options: Options) throws {
    let disk = try PosixDisk(path: try options.text("directory"))
    let name = "append.benchmark"
    let file = try disk.open(name, .append)
    defer { try? disk.remove(name) }
    let record = [UInt8](repeating: 0x78, count: 800)
    let end = Meter.now + Int64(try options.number("seconds", default: 2) * 1e9)
    var samples = Samples(capacity: 1 << 16)
    while Meter.now < end {
      let start = Meter.now
      try file.append(record)
      try file.sync()
      samples.add(Meter.now - start)
    }
    Meter.report("append_p50_us", samples.microseconds(at: 0.5))
    Meter.report("append_p99_us", samples.microseconds(at: 0.99))
  }
}
