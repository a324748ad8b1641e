import ActionModel
import AuditLog
import JSON

/// Counts the allocations of each step of a decision, and fails where one makes more than its checked-in threshold.
///
/// The counts are the same in every run of one build; a lower count is a reason to lower the threshold.
enum AllocationsBenchmark {
  static func run(_ options: Options) throws {
    let path = try options.text("thresholds", default: "Benchmarks/thresholds.json")
    let thresholds = try JSONDocument.parse(try contents(of: path))
    var complaints: [String] = []
    for (name, count) in try counts() {
      Meter.report("allocations_\(name)", count)
      guard let most = thresholds[name]?.number else {
        throw Failure("\(path): `\(name)` is missing")
      }
      let limit: Double =
        switch most {
        case .int(let value): Double(value)
        case .double(let value): value
        case .tooLarge: 0
        }
      if count > limit { complaints.append("\(name) makes \(count) allocations, over \(limit)") }
    }
    guard complaints.isEmpty else { throw Failure(complaints.joined(separator: "; ")) }
  }

  private static func counts() throws -> [(name: String, count: Double)] {
    let text = ToolCall.refund(0)
    let document = try JSONDocument.parse(text)
    Meter.keep(try Action(native: document, caller: .anonymous))
    let decider = try Decider(rules: 1_000)
    return [
      ("parse", Double(try Meter.allocations { Meter.keep(try JSONDocument.parse(text)) })),
      (
        "action",
        Double(
          try Meter.allocations { Meter.keep(try Action(native: document, caller: .anonymous)) })
      ),
      ("decide", try decider.allocations()),
    ]
  }

  private static func contents(of path: String) throws -> [UInt8] {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    let disk = try PosixDisk(path: folder.isEmpty ? "." : folder, creating: false)
    let file = try disk.open(String(parts.last ?? ""), .read)
    return try file.read(at: 0, count: try file.length())
  }
}
