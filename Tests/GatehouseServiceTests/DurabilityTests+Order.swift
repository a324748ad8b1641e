import Foundation
import TestKit
import Testing

extension DurabilityTests {
  @Test func `no answer is written to a socket before the sync of its record has returned`()
    async throws
  {
    let daemon = try await Daemon(
      policy: TestPolicy.allowing("a"), configuration: Self.configuration)
    let trace = daemon.folder.path("trace")
    let tracer = try Program(
      starting: "/usr/bin/env",
      [
        "strace", "-f", "-y", "-s", "1000000", "-o", trace, "-p", "\(daemon.program.identifier)",
        "-e", "trace=fdatasync,fsync,write,writev,sendto,sendmsg",
      ])
    guard await tracer.complains("attached") else {
      print("skipped: this machine lets no test trace a program: \(tracer.complaints)")
      return
    }
    let answered = await withTaskGroup(of: [String].self) { tasks in
      for caller in 0..<5 {
        tasks.addTask {
          var left = 11
          return await Self.ask(daemon, as: "bot-\(caller)") {
            left -= 1
            return left == 0
          }
        }
      }
      return await tasks.reduce(into: []) { $0 += $1 }
    }
    #expect(await daemon.stop().status == 0)
    _ = await tracer.result()
    let calls = SystemCalls(trace: try String(contentsOfFile: trace, encoding: .utf8))
    #expect(answered.count == 50)
    for id in answered {
      let write = try #require(
        calls.all.first { $0.isOnLog && $0.name == "write" && $0.text.contains(id) })
      let sync = try #require(
        calls.all.first { $0.isOnLog && $0.isSync && $0.began > write.ended })
      let answers = calls.all.filter { $0.isOnSocket && $0.text.contains(id) }
      #expect(answers.count == 1, "\(id)")
      #expect(answers.allSatisfy { $0.began > sync.ended }, "\(id) was answered too early")
    }
  }

  /// What strace saw, in the order in which it happened.
  private struct SystemCalls {
    struct Call {
      let name: Substring
      /// The arguments, descriptors with what they stand for.
      let text: Substring
      /// The lines of the trace where it began, and where it had returned.
      let began: Int
      var ended: Int
      var hasSucceeded: Bool

      var isOnLog: Bool { text.prefix { $0 != ">" }.hasSuffix(".jsonl") }
      var isOnSocket: Bool { text.prefix { $0 != ">" }.contains("<socket:") }
      var isSync: Bool { hasSucceeded && (name == "fdatasync" || name == "fsync") }
    }

    private(set) var all: [Call] = []

    /// Reads lines such as `17 fdatasync(9</log.jsonl>) = 0`, or the same in two parts where other threads came between.
    init(trace: String) {
      var unfinished: [Substring: Int] = [:]
      for (number, line) in trace.split(separator: "\n").enumerated() {
        let thread = line.prefix { $0 != " " }
        let rest = line.dropFirst(thread.count).drop { $0 == " " }
        if rest.hasPrefix("<... ") {
          guard let index = unfinished.removeValue(forKey: thread) else { continue }
          all[index].ended = number
          all[index].hasSucceeded = rest.hasSuffix("= 0")
        } else if let open = rest.firstIndex(of: "("), !rest.hasPrefix("---") {
          if rest.hasSuffix("<unfinished ...>") { unfinished[thread] = all.count }
          all.append(
            Call(
              name: rest[..<open], text: rest[rest.index(after: open)...], began: number,
              ended: rest.hasSuffix("<unfinished ...>") ? .max : number,
              hasSucceeded: rest.hasSuffix("= 0")))
        }
      }
    }
  }
}
