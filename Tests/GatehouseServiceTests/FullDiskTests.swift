import Foundation
import TestKit
import Testing

/// What an instance does when the disk of its log is full.
@Suite struct FullDiskTests {
  @Test(.enabled(if: geteuid() == 0, "only root mounts file systems"))
  func `a full disk denies with a reason of its own, and space brings everything back`()
    async throws
  {
    guard let disk = try await SmallDisk() else { return }
    // The policy lies where there is always room.
    let policies = try TemporaryFolder()
    try policies.write(TestPolicy.allowing("a"), to: "policy.yaml")
    try disk.folder.link("policy.yaml", to: policies.path("policy.yaml"))
    try await Daemon.run(policy: nil, in: disk.folder) { daemon in
      #expect(try await daemon.decide(#"{"tool":"a"}"#).text("decision") == "allow")
      try disk.fill()
      var refused = try await daemon.decide(#"{"tool":"a"}"#)
      // The page that the log is in the middle of takes some more.
      for _ in 0..<100 where refused.status == 200 {
        refused = try await daemon.decide(#"{"tool":"a"}"#)
      }
      #expect(refused.status == 503)
      #expect(refused.text("code") == "audit_disk_full")
      #expect(try await daemon.ask("GET", "/readyz").status == 503)
      #expect(await daemon.program.complains(#""message":"not ready","check":"audit""#))
      try policies.write(TestPolicy.allowing("b", "c"), to: "policy.yaml")
      let reload = try await daemon.administer("POST", "/v1/policy/reload")
      #expect(reload.status == 422, "a change that cannot be recorded is not made")
      try disk.makeRoom()
      #expect(await daemon.program.complains(#""message":"ready again","check":"audit""#))
      #expect(await daemon.program.complains(#""rules":2,"#))
      #expect(try await daemon.ask("GET", "/readyz").status == 200)
      #expect(try await daemon.decide(#"{"tool":"b"}"#).text("decision") == "allow")
    }
    let verified = try await Gatehouse.run(["audit", "verify", "--data", disk.folder.path("data")])
    #expect(verified.status == 0, "\(verified.errors)")
  }
}
