import Foundation
import TestKit
import Testing

/// `gatehouse audit` on logs that instances wrote.
@Suite struct AuditCommandTests {
  private let policy = TestPolicy.allowing("a", "b")

  /// Runs a command on the log in a folder, or in a copy of it.
  private func audit(
    _ words: String..., of folder: TemporaryFolder, data: String = "data"
  ) async throws -> Program.Result {
    try await Gatehouse.run(["audit"] + words + ["--data", folder.path(data)])
  }

  /// The events that `audit show` prints.
  private func events(_ result: Program.Result) throws -> [[String: Any]] {
    try result.output.split(separator: "\n").map { line in
      let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return try #require(record?["event"] as? [String: Any])
    }
  }

  /// Leaves a log with some decisions behind.
  private func makeLog(_ count: Int = 5, configuration: String = "anonymous: true") async throws
    -> TemporaryFolder
  {
    let folder = try TemporaryFolder()
    try await Daemon.run(policy: policy, configuration: configuration, in: folder) { daemon in
      for index in 0..<count {
        _ = try await daemon.decide(
          #"{"tool":"\#(["a", "b", "c"][index % 3])","agent":{"id":"bot-\#(index % 2)"},"#
            + #""session":"s-\#(index)"}"#)
      }
    }
    return folder
  }

  private func segment(of folder: TemporaryFolder) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("data/audit"))
    return folder.path(
      "data/audit/" + (try #require(names.sorted().first { $0.hasSuffix(".jsonl") })))
  }

  @Test func `an intact log is intact, in words and as JSON`() async throws {
    let folder = try await makeLog()
    let words = try await audit("verify", of: folder)
    #expect(words.status == 0)
    #expect(words.output.hasPrefix("intact: "))
    let json = try await audit("verify", "--json", of: folder)
    #expect(json.status == 0)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(report["intact"] as? Bool == true)
    #expect(report["records"] as? Int ?? 0 >= 5)
    #expect(report["finding"] == nil)
  }

  @Test func `a terminal is shown escapes for what it would obey, a pipe what stands in the log`()
    async throws
  {
    let folder = try TemporaryFolder()
    try await Daemon.run(policy: policy, in: folder) { daemon in
      _ = try await daemon.decide(
        #"{"tool":"a","args":{"x":"\u009b31m\u202e"},"session":"s"}"#)
    }
    let words = ["audit", "show", "--session", "s", "--data", folder.path("data")]
    let piped = try await Gatehouse.run(words)
    #expect(piped.output.unicodeScalars.contains("\u{9B}"))
    let spawn = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]))"
    let command = Gatehouse.command(words)
    let shown = try await Program.run(
      "/usr/bin/env", ["python3", "-c", spawn, command.path] + command.arguments)
    #expect(shown.output.contains(#"\u009b31m\u202e"#), "\(shown)")
    #expect(!shown.output.unicodeScalars.contains { $0 == "\u{9B}" || $0 == "\u{202E}" })
  }

  @Test func `the first bad record is named, with what is wrong with it`() async throws {
    let folder = try await makeLog()
    let path = try segment(of: folder)
    var lines = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
    let index = try #require(lines.firstIndex { $0.contains(#""verdict":"deny""#) })
    lines[index] = lines[index].replacingOccurrences(
      of: #""verdict":"deny""#, with: #""verdict":"allow""#)
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    let words = try await audit("verify", of: folder)
    #expect(words.status == 5)
    #expect(words.errors.contains("broken: "))
    // A slow machine has signed a checkpoint right behind it, and then that is what contradicts it.
    let names = ["\(index)", "the first \(index + 1) records"]
    #expect(names.contains(where: words.errors.contains), "\(words.errors)")
    let json = try await audit("verify", "--json", of: folder)
    #expect(json.status == 5)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let finding = try #require(report["finding"] as? [String: Any])
    #expect(report["intact"] as? Bool == false)
    #expect([index, index + 1].contains(finding["record"] as? Int ?? -1), "\(finding)")
    #expect((finding["text"] as? String)?.isEmpty == false)
    // An instance does not add to it either.
    let started = try await Gatehouse.run(
      Daemon.arguments(in: folder) + ["--listen", "127.0.0.1:0"])
    #expect(started.status == 1)
    #expect(!started.errors.isEmpty)
  }

  @Test func `a record that was taken out is missed`() async throws {
    let folder = try await makeLog()
    let path = try segment(of: folder)
    var lines = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
    lines.remove(at: 3)
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try await audit("verify", of: folder).status == 5)
  }

  @Test func `a checkpoint held elsewhere shows that the whole directory was put back`()
    async throws
  {
    let folder = try await makeLog()
    let manager = FileManager.default
    try manager.copyItem(atPath: folder.path("data"), toPath: folder.path("old"))
    let note = try await Daemon.run(policy: policy, in: folder) { daemon in
      _ = try await daemon.decide(#"{"tool":"a"}"#)
      return try await daemon.eventually("/v1/audit/checkpoint") { $0.status == 200 }.body
    }
    try folder.write(note, to: "held")
    let held = folder.path("held")
    #expect(
      try await audit("verify", "--checkpoint", held, of: folder).status == 0)
    let old = try await audit("verify", of: folder, data: "old")
    #expect(old.status == 0, "the old state alone is in order")
    let rolledBack = try await audit("verify", "--checkpoint", held, of: folder, data: "old")
    #expect(rolledBack.status == 5)
    #expect(rolledBack.errors.contains("checkpoint"), "\(rolledBack.errors)")
    let other = try await makeLog()
    let foreign = try await audit("verify", "--checkpoint", held, of: other)
    #expect(foreign.status == 5, "the checkpoint of another log")
    try folder.write("no note", to: "none")
    let none = try await audit(
      "verify", "--checkpoint", folder.path("none"), of: folder)
    #expect(none.status == 1)
    #expect(none.errors.contains("is no checkpoint"))
  }

  @Test func `a log is verified, searched and followed while it is written`() async throws {
    try await Daemon.run(policy: policy) { daemon in
      let folder = daemon.folder
      _ = try await daemon.decide(#"{"tool":"a"}"#)
      let tail = try Gatehouse.start([
        "audit", "tail", "--data", folder.path("data"), "--verdict", "deny",
      ])
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
          for _ in 0..<100 { _ = try await daemon.decide(#"{"tool":"b"}"#) }
        }
        for _ in 0..<5 {
          let verified = try await audit("verify", of: folder)
          #expect(verified.status == 0, "\(verified.errors)")
        }
        try await tasks.waitForAll()
      }
      let denied = try await daemon.decide(#"{"tool":"never"}"#)
      #expect(await tail.prints(try #require(denied.text("id"))))
      tail.send(SIGTERM)
      let followed = await tail.result()
      #expect(!followed.output.contains(#""verdict":"allow""#))
      let newest = try events(await audit("show", "--limit", "1", "--type", "decision", of: folder))
      #expect(newest.first?["id"] as? String == denied.text("id"))
    }
  }

  @Test func `tail prints the newest, oldest first`() async throws {
    let folder = try await makeLog()
    let tail = try await audit("tail", "--lines", "3", "--no-follow", of: folder)
    let times = try events(tail).compactMap { $0["time"] as? String }
    #expect(times.count == 3)
    #expect(times == times.sorted())
  }

  @Test func `records are found by each of their members, newest first`() async throws {
    let folder = try await makeLog(12)
    let all = try events(await audit("show", "--type", "decision", of: folder))
    #expect(all.count == 12)
    let times = all.compactMap { $0["time"] as? String }
    #expect(times == times.sorted().reversed())
    func count(_ words: String...) async throws -> Int {
      try events(
        try await Gatehouse.run(
          ["audit", "show", "--data", folder.path("data"), "--type", "decision"] + words)
      ).count
    }
    #expect(try await count("--agent", "bot-0") == 6)
    #expect(try await count("--session", "s-3") == 1)
    #expect(try await count("--tool", "a") == 4)
    #expect(try await count("--tool", "native:a") == 4)
    #expect(try await count("--verdict", "deny") == 4)
    #expect(try await count("--rule", "b") == 4)
    #expect(try await count("--rule", "b", "--agent", "bot-1", "--limit", "1") == 1)
    #expect(try await count("--since", "1h") == 12)
    #expect(try await count("--until", "1h") == 0)
    try #require(times.count == 12)
    // Times are told apart to the microsecond: from the seventh newest on, and before it.
    #expect(try await count("--since", times[6]) == 7)
    #expect(try await count("--until", times[6]) == 5)
    #expect(try await count("--agent", "nobody") == 0)
    let starts = try events(await audit("show", "--type", "log.start", of: folder))
    #expect(starts.count == 1)
  }

  @Test func `records are found across segments, compressed ones too`() async throws {
    let configuration = "anonymous: true\naudit: { mode: interval, rotate_bytes: 4KiB }"
    let folder = try await makeLog(60, configuration: configuration)
    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.path("data/audit"))
    }
    // The next instance compresses what this one had no time for.
    try await Daemon.run(policy: policy, configuration: configuration, in: folder) { _ in
      _ = try await eventually(names) { $0.contains { $0.hasSuffix(".gz") } }
    }
    #expect(try names().count { $0.hasSuffix(".jsonl") || $0.hasSuffix(".jsonl.gz") } > 3)
    let all = try events(await audit("show", "--type", "decision", "--limit", "100", of: folder))
    #expect(all.count == 60)
    let times = all.compactMap { $0["time"] as? String }
    #expect(times == times.sorted().reversed())
    let verified = try await audit("verify", of: folder)
    #expect(verified.status == 0, "\(verified.errors)")
  }

  @Test func `loads, starts and stops are records, and secrets are in none`() async throws {
    let folder = try TemporaryFolder()
    try await Daemon.run(policy: policy, in: folder) { daemon in
      _ = try await daemon.decide(
        #"{"tool":"a","args":{"password":"hunter2","note":"AKIAIOSFODNN7EXAMPLE","n":1}}"#)
      _ = try await daemon.administer("POST", "/v1/policy/reload")
      try folder.write("rules: 7", to: "policy.yaml")
      _ = try await daemon.administer("POST", "/v1/policy/reload")
    }
    let log = try await audit("show", of: folder)
    let types = try events(log).compactMap { $0["type"] as? String }
    #expect(types.first == "log.stop")
    #expect(types.suffix(2).sorted() == ["log.keys", "log.start"])
    #expect(types.count { $0 == "policy.load" } == 2)
    #expect(types.contains("policy.refused"))
    #expect(!log.output.contains("hunter2"))
    #expect(!log.output.contains("AKIAIOSFODNN7EXAMPLE"))
    #expect(log.output.contains(#""n":1"#))
  }
}
