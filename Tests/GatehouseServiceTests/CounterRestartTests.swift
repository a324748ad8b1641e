import TestKit
import Testing

/// Counters and the ends of an instance.
@Suite struct CounterRestartTests {
  private static let refund = #"{"tool":"refunds.create","args":{"amount":10}}"#

  /// How many refunds an instance allows before it denies one.
  private func allowed(_ daemon: Daemon, atMost: Int = 11) async throws -> Int {
    for count in 0..<atMost {
      guard try await daemon.decide(Self.refund).text("decision") == "allow" else { return count }
    }
    return atMost
  }

  @Test func `a cap holds over kill -9 and over a stop`() async throws {
    let folder = try TemporaryFolder()
    for count in [3, 2] {
      let daemon = try await Daemon(policy: TestPolicy.capped, in: folder)
      #expect(try await allowed(daemon, atMost: count) == count)
      daemon.kill()
      _ = await daemon.program.result()
    }
    try await Daemon.run(policy: nil, in: folder) { daemon in
      let count = try await allowed(daemon, atMost: 2)
      #expect(count == 2)
    }
    try await Daemon.run(policy: nil, in: folder) { daemon in
      let count = try await allowed(daemon)
      #expect(count == 3)
    }
    try folder.write("0000", to: "data/counters.json")
    try await Daemon.run(policy: nil, in: folder) { daemon in
      let count = try await allowed(daemon)
      #expect(count == 0)
      #expect(daemon.program.complaints.contains("`counters.json` is damaged"))
    }
  }
}
