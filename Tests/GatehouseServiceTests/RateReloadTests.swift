import Foundation
import TestKit
import Testing

@Suite struct RateReloadTests {
  private static let slow = "anonymous: true\nlimits: { agent: { per_second: 0.001, burst: 1 } }"

  private func code(_ daemon: Daemon) async throws -> String? {
    try await daemon.decide(#"{"tool": "a"}"#).text("reason.code")
  }

  @Test func `a changed rate counts from SIGHUP on, and a broken file changes nothing`()
    async throws
  {
    let folder = try TemporaryFolder()
    try await Daemon.run(policy: TestPolicy.allowing("a"), configuration: Self.slow, in: folder) {
      daemon in
      _ = try await code(daemon)
      #expect(try await code(daemon) == "rate_limited")
      try folder.write("anonymous: true\nlimits: { agent: { per_secnd: 1 } }", to: "gatehouse.yaml")
      daemon.program.send(SIGHUP)
      #expect(await daemon.program.complains("configuration refused"))
      #expect(try await code(daemon) == "rate_limited")
      try folder.write("anonymous: true", to: "gatehouse.yaml")
      daemon.program.send(SIGHUP)
      #expect(await daemon.program.complains("rates loaded"))
      #expect(try await code(daemon) != "rate_limited")
    }
  }
}
