import Foundation
import TestKit
import Testing

/// What an instance does when the disk of its log is full.
@Suite struct FullDiskTests {
  /// A small file system in memory, which only root can mount.
  private final class SmallDisk: Sendable {
    let folder: TemporaryFolder

    init?() async throws {
      folder = try TemporaryFolder()
      let result = try await Program.run(
        "/usr/bin/env", ["mount", "-t", "tmpfs", "-o", "size=4m", "gatehouse", folder.url.path])
      guard result.status == 0 else {
        print("skipped: this machine mounts no file systems for tests")
        return nil
      }
    }

    /// Takes the space that is left.
    func fill() throws {
      var size = 1 << 20
      var fillers = 0
      while size >= 512 {
        do {
          try Data(count: size).write(to: folder.url.appending(path: "filler-\(fillers)"))
          fillers += 1
        } catch {
          size /= 2
        }
      }
    }

    func makeRoom() throws {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      where name.hasPrefix("filler-") {
        try FileManager.default.removeItem(atPath: folder.path(name))
      }
    }

    func unmount() async throws {
      _ = try await Program.run("/usr/bin/env", ["umount", folder.url.path])
    }
  }

  @Test(.enabled(if: geteuid() == 0))
  func `a full disk denies with a reason of its own, and space brings everything back`()
    async throws
  {
    guard let disk = try await SmallDisk() else { return }
    do {
      try await fillAndMakeRoom(disk)
    } catch {
      try await disk.unmount()
      throw error
    }
    try await disk.unmount()
  }

  private func fillAndMakeRoom(_ disk: SmallDisk) async throws {
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
