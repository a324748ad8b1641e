import Foundation
import TestKit
import Testing

/// `gatehouse data` on what instances stored.
@Suite struct DataCommandTests {
  private func data(
    _ words: String..., of folder: TemporaryFolder, environment: [String: String] = [:]
  ) async throws -> Program.Result {
    try await Gatehouse.run(
      ["data"] + words + ["--data", folder.path("data")], environment: environment)
  }

  @Test func `a running instance is checked and backed up, and a stopped one restored`()
    async throws
  {
    let folder = try TemporaryFolder()
    let copy = folder.path("copy.db")
    try await Daemon.run(policy: TestPolicy.allowing("a"), in: folder) { _ in
      let checked = try await data("check", of: folder)
      #expect(checked.status == 0, "\(checked.errors)")
      #expect(checked.output.hasPrefix("in order: "))
      #expect(try await data("backup", copy, of: folder).status == 0)
      let refused = try await data("restore", copy, of: folder)
      #expect(refused.status == 1)
      #expect(refused.errors.contains("another process uses this storage"))
    }
    let restored = try await data("restore", copy, of: folder)
    #expect(restored.status == 0, "\(restored.errors)")
    #expect(restored.output.contains("gatehouse.db.replaced-"))
    try await Daemon.run(policy: nil, in: folder) { daemon in
      let answer = try await daemon.decide(#"{"tool":"a"}"#)
      #expect(answer.text("decision") == "allow")
    }
  }

  @Test func `a damaged file is named, keeps an instance from starting, and is told how to mend`()
    async throws
  {
    let folder = try TemporaryFolder()
    try await Daemon.run(policy: TestPolicy.allowing("a"), in: folder) { _ in }
    let path = URL(filePath: folder.path("data/gatehouse.db"))
    var bytes = try Data(contentsOf: path)
    bytes.replaceSubrange(4_096..<8_192, with: Data(repeating: 0x5A, count: 4_096))
    try bytes.write(to: path)
    #expect(try await data("check", of: folder).status == 5)
    let started = try await Gatehouse.run(Daemon.arguments(in: folder))
    #expect(started.status == 1)
    #expect(started.errors.contains("gatehouse data restore"), "\(started.errors)")
  }

  @Test func `a database of PostgreSQL is chosen by one line, whose password is never printed`()
    async throws
  {
    let folder = try TemporaryFolder()
    let database = try await PostgreSQLServer.shared.makeDatabase()
      .replacingOccurrences(of: "gatehouse@", with: "gatehouse:hunter2@")
    try await Daemon.run(
      policy: TestPolicy.allowing("a"), configuration: "anonymous: true\nstorage: \(database)",
      in: folder
    ) { daemon in
      let answer = try await daemon.decide(#"{"tool":"a"}"#)
      #expect(answer.text("decision") == "allow")
      #expect(!daemon.program.complaints.contains("hunter2"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("data/gatehouse.db")))
    let settings = ["GATEHOUSE_STORAGE": database]
    let checked = try await data("check", of: folder, environment: settings)
    #expect(checked.output.hasPrefix("in order: "), "\(checked.errors)")
    let backup = try await data("backup", folder.path("copy"), of: folder, environment: settings)
    #expect(backup.status == 1)
    #expect(backup.errors.contains("pg_dump"))
    for wrong in ["mysql://root:hunter2@host/db", "postgresql://[hunter2"] {
      let result = try await data(
        "check", of: folder, environment: ["GATEHOUSE_STORAGE": wrong])
      #expect(result.status == 1)
      #expect(!(result.errors + result.output).contains("hunter2"), "\(result.errors)")
    }
    let summary = try await Gatehouse.run(
      ["config", "check", "--config", folder.path("gatehouse.yaml")]
        + ["--policy", folder.path("policy.yaml"), "--data", folder.path("data")])
    #expect(summary.output.contains("storage:      PostgreSQL"), "\(summary.errors)")
    #expect(!summary.output.contains("hunter2"))
  }
}
