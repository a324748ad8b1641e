import AuditLog
import CBenchmark

/// Measures what thousands of idle connections, and some that dribble their requests, cost everyone else.
///
/// Prints the latency beside them and without them, and the memory of the service (`--pid`) in both states.
enum IdleBenchmark {
  static func run(_ options: Options) throws {
    let port = UInt16(clamping: try options.count("port"))
    let process = try options.count("pid")
    let seconds = try options.number("seconds", default: 3)
    let count = try options.count("connections", default: 10_000)
    let files = cbenchmark_raise_file_limit()
    guard files > count + 128 else { throw Failure("only \(files) files may be open here") }
    let generator = LoadGenerator(
      port: port, connections: 16,
      pace: .open(perSecond: try options.number("rate", default: 2000)),
      requests: LoadBenchmark.requests(to: port))

    Meter.report("alone_rss_mb", try memory(of: process))
    LoadBenchmark.report(try generator.run(seconds: seconds, warmup: 0.5), as: "alone")
    let crowd = try Crowd(idle: count, slow: 64, port: port)
    Meter.report("crowd_rss_mb", try memory(of: process))
    LoadBenchmark.report(try generator.run(seconds: seconds, warmup: 0.5), as: "crowd")
    Meter.report("crowd_connections", Double(crowd.count))
  }

  /// The resident memory of a process in megabytes (10⁶ bytes).
  private static func memory(of process: Int) throws -> Double {
    let file = try PosixDisk(path: "/proc/\(process)", creating: false).open("status", .read)
    let text = String(decoding: try file.read(at: 0, count: 1 << 16), as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    guard let kibibytes = line?.split(separator: " ").dropLast().last.flatMap({ Double($0) }) else {
      throw Failure("the memory of process \(process) cannot be read")
    }
    return kibibytes * 1024 / 1e6
  }
}

/// Connections that have been served once and now ask for nothing, and some whose request never ends.
private final class Crowd {
  private let idle: [ClientConnection]
  private let slow: [ClientConnection]

  init(idle: Int, slow: Int, port: UInt16) throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let probe = Array("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n".utf8)
    self.idle = try (0..<idle).map { _ in
      let client = try ClientConnection(port: port)
      try client.send(probe, due: 0)
      while try client.receive(through: &buffer) == nil {}
      return client
    }
    self.slow = try (0..<slow).map { _ in
      let client = try ClientConnection(port: port)
      try client.send(Array("POST /v1/decide HTTP/1.1\r\nHost: 127".utf8), due: 0)
      return client
    }
  }

  var count: Int { idle.count + slow.count }
}
