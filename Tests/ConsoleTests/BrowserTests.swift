import Foundation
import TestKit
import Testing

/// The page in a real browser: Debian's Chromium, driven by Playwright from PyPI.
@Suite struct BrowserTests {
  private static let chromium = "/usr/bin/chromium"
  private static let fixtures = Corpora.repository.appending(path: "Tests/Fixtures/Console")

  /// `deploy-bot` shows `blue`, `ann` shows `red`, `bob` shows `green`.
  private static let configuration = """
    credentials:
      - { id: deploy-bot, may_claim: ["*"], token_sha256: 16477688c0e00699c6cfa4497a3612d7e83c532062b64b250fed8908128ed548 }
    approvers:
      - { id: ann, roles: [oncall, finance], token_sha256: b1f51a511f1da0cd348b8f8598db32e61cb963e5fc69e2b41485bf99590ed75a }
      - { id: bob, roles: [oncall], token_sha256: ba4788b226aa8dc2e6dc74248bb9f618cfa8c959e0c26c147be48f6839a0b088 }
    editors: [ann]

    """

  /// A channel that does not take the first letter, and takes all others.
  private static func channel(at port: UInt16) -> String {
    """
    notifications:
      - { kind: webhook, name: night-shift, url: "http://127.0.0.1:\(port)/", secret: { file: webhook.key }, events: [resolved] }
    """
  }

  private struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The Python that has Playwright, in the package's virtual environment.
  private static func python() async throws -> String {
    let python = Corpora.repository.appending(path: ".build/venv/bin/python").path
    let present = try? await Program.run(python, ["-c", "import playwright"])
    guard present?.status == 0 else {
      throw Failure(description: "Playwright is missing: run the tests with Scripts/test")
    }
    return python
  }

  /// Every promise stands in `browser.py`; what it prints says which are kept.
  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: chromium), "Chromium is absent"),
    .timeLimit(.minutes(5)))
  func `people can answer, grant and watch, and are not deceived`() async throws {
    let python = try await Self.python()
    let policy = try String(
      contentsOf: Self.fixtures.appending(path: "policy.yaml"), encoding: .utf8)
    let service = try Program(
      starting: "/usr/bin/env",
      [
        "python3", "-u", "Tests/Fixtures/Notifications/service.py",
        #"[[404, {}, "no such hook"], [200, {}, ""]]"#,
      ], directory: Corpora.repository, within: .seconds(240))
    let channel = Self.channel(at: try #require(await service.printedPort()))
    let folder = try TemporaryFolder()
    try folder.write("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", to: "webhook.key")
    try await Daemon.run(
      policy: policy, configuration: Self.configuration + channel, in: folder
    ) { daemon in
      let result = try await Program.run(
        python,
        [
          Self.fixtures.appending(path: "browser.py").path, "\(daemon.adminPort)",
          "\(daemon.port)", try daemon.adminToken, Gatehouse.binary,
        ], within: .seconds(240))
      #expect(result.status == 0, "\(result.output)\n\(result.errors)")
      #expect(result.output.contains("passed  test_a_held_call_is_approved_by_key"))
    }
    service.send(SIGTERM)
    _ = await service.result()
  }
}
