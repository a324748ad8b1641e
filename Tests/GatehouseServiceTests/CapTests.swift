import TestKit
import Testing

/// A cap that many callers race for over HTTP.
@Suite struct CapTests {
  @Test func `sixty-four racing callers never pass a cap, and what is left stays usable`()
    async throws
  {
    let refund =
      #"{"tool":"refunds.create","session":"s-1","agent":{"id":"a"},"args":{"amount":1.25}}"#
    let configuration = "anonymous: true\naudit: interval"
    try await Daemon.run(policy: TestPolicy.capped, configuration: configuration) { daemon in
      var allowed = try await withThrowingTaskGroup(of: Int.self) { tasks in
        for _ in 0..<64 {
          tasks.addTask {
            let client = try await RawClient(port: daemon.port)
            var allowed = 0
            for _ in 0..<4 {
              let response = try await client.ask("POST", "/v1/decide", body: refund)
              if response.text("decision") == "allow" { allowed += 1 }
            }
            return allowed
          }
        }
        return try await tasks.reduce(0, +)
      }
      #expect(allowed > 0)
      #expect(allowed <= 80, "80 refunds of 1.25 are the cap of 100")
      while try await daemon.decide(refund).text("decision") == "allow" { allowed += 1 }
      #expect(allowed == 80)
    }
  }
}
