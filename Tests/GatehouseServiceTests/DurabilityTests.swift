import Foundation
import Synchronization
import TestKit
import Testing

/// What was answered is in the log, whatever happens to the instance: each way to fail has a file of its own.
@Suite(.serialized) struct DurabilityTests {
  /// Every decision waits for its sync; segments are so short that rotation and compression are hit too.
  static let configuration = """
    anonymous: true
    audit: { mode: always, rotate_bytes: 64KiB }
    """

  /// How often the instance is killed: `$GATEHOUSE_KILL_ROUNDS`, or a few times.
  private static let rounds =
    ProcessInfo.processInfo.environment["GATEHOUSE_KILL_ROUNDS"].flatMap { Int($0) } ?? 5

  /// Asks for decisions on one connection until the instance is gone or `isEnough`; gives the ids that were answered.
  static func ask(
    _ daemon: Daemon, as agent: String, until isEnough: () async -> Bool = { false }
  ) async -> [String] {
    guard let client = try? await RawClient(port: daemon.port) else { return [] }
    var answered: [String] = []
    while await !isEnough() {
      let answer = try? await client.ask(
        "POST", "/v1/decide", body: #"{"tool":"a","agent":{"id":"\#(agent)"}}"#)
      guard let answer, answer.status == 200, let id = answer.text("id") else { break }
      answered.append(id)
    }
    return answered
  }

  /// The ids of the newest decisions in the log.
  static func recorded(_ count: Int, in folder: TemporaryFolder) async throws -> Set<String> {
    let shown = try await Gatehouse.run([
      "audit", "show", "--data", folder.path("data"), "--type", "decision", "--limit", "\(count)",
    ])
    #expect(shown.status == 0, "\(shown.errors)")
    let ids = try shown.output.split(separator: "\n").map { line in
      let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return try #require((record?["event"] as? [String: Any])?["id"] as? String)
    }
    return Set(ids)
  }

  static func verify(_ folder: TemporaryFolder) async throws {
    let verified = try await Gatehouse.run(["audit", "verify", "--data", folder.path("data")])
    #expect(verified.status == 0, "\(verified.errors)")
  }

  @Test func `every decision that was answered before a kill is in the log after it`()
    async throws
  {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let folder = try TemporaryFolder()
    var all: Set<String> = []
    for round in 1...Self.rounds {
      let (answered, sent) = try await killUnderLoad(in: folder, with: &random)
      all.formUnion(answered)
      try await Daemon.run(policy: nil, configuration: Self.configuration, in: folder) { _ in
        // Besides what was answered, each caller may have had one more decision recorded.
        let recorded = try await Self.recorded(sent, in: folder)
        let lost = answered.subtracting(recorded)
        #expect(lost.isEmpty, "round \(round) of seed \(seed): \(lost.sorted())")
        try await Self.verify(folder)
      }
    }
    // Some are killed before their first answer, but hardly all.
    #expect(!all.isEmpty)
    let lost = all.subtracting(try await Self.recorded(all.count * 2, in: folder))
    #expect(lost.isEmpty, "seed \(seed): \(lost.sorted())")
    try await Self.verify(folder)
  }

  /// Runs an instance, and kills it while many callers ask.
  ///
  /// - Returns: the ids they were answered, and how many decisions they asked for at most.
  private func killUnderLoad(
    in folder: TemporaryFolder, with random: inout SeededGenerator
  ) async throws -> (answered: Set<String>, sent: Int) {
    let callers = 8
    let daemon = try await Daemon(
      policy: TestPolicy.allowing("a"), configuration: Self.configuration, in: folder)
    let enough = Int.random(in: 1...200, using: &random)
    let moment = Duration.microseconds(Int.random(in: 0...3000, using: &random))
    let requests = Requests()
    let answered = await withTaskGroup(of: [String].self) { tasks in
      for caller in 0..<callers {
        tasks.addTask {
          await Self.ask(daemon, as: "bot-\(caller)") {
            // Whoever asks for this one kills: the others are anywhere between asking and having been answered.
            if requests.add() == enough {
              try? await Task.sleep(for: moment)
              daemon.kill()
            }
            return false
          }
        }
      }
      return await tasks.reduce(into: Set<String>()) { $0.formUnion($1) }
    }
    _ = await daemon.program.result()
    return (answered, requests.count)
  }

  /// Counts what all callers ask.
  private final class Requests: Sendable {
    private let asked = Atomic(0)

    /// Counts one more, and says the how manieth it is.
    func add() -> Int { asked.add(1, ordering: .relaxed).newValue }

    var count: Int { asked.load(ordering: .relaxed) }
  }
}
