import Foundation
import TestKit
import Testing

extension DurabilityTests {
  @Test(.enabled(if: geteuid() == 0, "only root mounts file systems"))
  func `nothing that was answered around a full disk is lost, and the refusals are counted`()
    async throws
  {
    guard let disk = try await SmallDisk() else { return }
    let daemon = try await Daemon(
      policy: TestPolicy.allowing("a"), configuration: Self.configuration, in: disk.folder)
    try disk.fill()
    // Each goes on until it is refused: the page that the log is in the middle of takes some more, and the space set
    // aside the first of those that find no other.
    var answered = await withTaskGroup(of: [String].self) { tasks in
      for caller in 0..<4 { tasks.addTask { await Self.ask(daemon, as: "bot-\(caller)") } }
      return await tasks.reduce(into: Set<String>()) { $0.formUnion($1) }
    }
    for _ in 0..<10 {
      let refused = try await daemon.decide(#"{"tool":"a"}"#)
      #expect(refused.status == 503)
      #expect(refused.text("code") == "audit_disk_full")
    }
    #expect(await daemon.program.complains(#""message":"not ready","check":"audit""#))
    try disk.makeRoom()
    #expect(await daemon.program.complains(#""message":"ready again","check":"audit""#))
    let allowed = try await daemon.decide(#"{"tool":"a"}"#)
    answered.insert(try #require(allowed.text("id")))
    #expect(await daemon.stop().status == 0)
    try await Self.verify(disk.folder)
    let recorded = try await Self.recorded(10_000, in: disk.folder)
    let lost = answered.subtracting(recorded)
    #expect(lost.isEmpty, "\(lost.sorted())")
    func events(_ type: String) async throws -> String {
      try await Gatehouse.run([
        "audit", "show", "--data", disk.folder.path("data"), "--type", type,
      ]).output
    }
    #expect(try await !events("log.disk_full").isEmpty)
    let recovered = try await events("log.recovered")
    #expect(recovered.contains(/"refused_audit_disk_full":[1-9]\d/), "\(recovered)")
  }
}
