import Foundation
import TestKit
import Testing

extension DurabilityTests {
  @Test func `a sink holds a checkpoint of everything once the instance has stopped`() async throws
  {
    let sink = try TemporaryFolder()
    let configuration = """
      anonymous: true
      audit: { mode: interval, checkpoint_sinks: [\(sink.url.path)] }
      """
    let folder = try TemporaryFolder()
    for _ in 0..<2 {
      try await Daemon.run(
        policy: TestPolicy.allowing("a"), configuration: configuration, in: folder
      ) { daemon in
        _ = try await daemon.decide(#"{"tool":"a"}"#)
      }
    }
    let held = sink.path("checkpoints")
    let verified = try await Gatehouse.run([
      "audit", "verify", "--data", folder.path("data"), "--checkpoint", held,
    ])
    #expect(verified.status == 0, "\(verified.errors)")
    let sizes = try String(contentsOfFile: held, encoding: .utf8).components(separatedBy: "\n")
      .compactMap { Int($0) }
    let newest = try await Gatehouse.run([
      "audit", "show", "--data", folder.path("data"), "--limit", "1",
    ])
    let record = try JSONSerialization.jsonObject(with: Data(newest.output.utf8)) as? [String: Any]
    #expect(sizes.max() == (record?["seq"] as? Int).map { $0 + 1 })
  }
}
