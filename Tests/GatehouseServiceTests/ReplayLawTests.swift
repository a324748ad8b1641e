import ActionModel
import DecisionPoint
import Documents
import Foundation
import JSON
import Policy
import TestKit
import Testing

@testable import GatehouseService

/// What a replay says of the policies that come with the product, against what they decide themselves.
struct ReplayLawTests {
  private static let folder = Corpora.repository.appending(path: "policies")
  private static let names = ["coding-agent", "database", "egress", "payments", "read-only"]

  /// What callers sent, in the cases of all policies; each is of an agent and a session of its own, so that none uses up
  /// what another may.
  private static func actions() throws -> (documents: [String], projects: [String]) {
    var documents: [String] = []
    var projects: Set<String> = []
    for name in names {
      let path = folder.appending(path: "cases/\(name).yaml").path
      for entry in try PolicyFiles.read([path]).flatMap({ try PolicyCase.read($0) }) {
        let action = entry.request.action
        projects.formUnion(entry.request.project.directories)
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("tool", action.tool.name)
        writer.member("phase", action.phase.rawValue)
        writer.key("agent")
        writer.beginObject()
        writer.member("id", "agent-\(documents.count)")
        writer.endObject()
        writer.member("session", "session-\(documents.count)")
        for (key, value) in [("args", action.arguments), ("context", action.context)] {
          guard let value else { continue }
          writer.key(key)
          writer.value(value)
        }
        writer.endObject()
        documents.append(String(decoding: writer.bytes, as: UTF8.self))
      }
    }
    return (documents, projects.sorted())
  }

  private static func policy(_ name: String, projects: [String]) throws -> OfflinePolicy {
    var configuration = Configuration()
    configuration.policy = [folder.appending(path: "\(name).yaml").path]
    configuration.tools = [folder.appending(path: "tools/payments.yaml").path]
    configuration.projects = projects
    configuration.files = .elsewhere
    return try OfflinePolicy(configuration)
  }

  /// Every policy decides every action; then the log of each is replayed under every other.
  @Test func `a replay names what the policy would have said, and calls the rest undecidable`()
    async throws
  {
    let (documents, projects) = try Self.actions()
    let policies = try Self.names.map { try Self.policy($0, projects: projects) }
    let truths = try policies.map { policy in
      try documents.map { document in
        policy.decide(
          try policy.request(JSONDocument.parse(Array(document.utf8)))
        ).verdict
      }
    }
    var (undecidable, total) = (0, 0)
    for (name, own) in zip(Self.names, truths) {
      let folder = try TemporaryFolder()
      let ids = try await decide(documents, by: name, projects, in: folder)
      for (index, (policy, truth)) in zip(policies, truths).enumerated() {
        let report = try policy.replay(log: folder.path("data"), last: nil)
        let differences = Dictionary(
          uniqueKeysWithValues: (report.changes + report.doubts).map { ($0.id, $0) })
        #expect(differences.count == report.changed + report.undecidable)
        for (place, id) in ids.enumerated() {
          let said = differences[id]?.after ?? [own[place]]
          #expect(
            said.contains(truth[place]),
            "\(name) → \(Self.names[index]): \(documents[place]): \(said), not \(truth[place])")
        }
        if Self.names[index] == name {
          // What a policy read when it decided is in the log, but for secrets.
          #expect(report.changed == 0, "\(name)")
          #expect(report.undecidable <= 8, "\(name): \(report.doubts)")
        }
        undecidable += report.undecidable
        total += report.decisions + report.unasked
      }
    }
    #expect(total == documents.count * 25)
    #expect(undecidable < total / 10)
  }

  /// Has a policy decide the actions, each by a caller who may speak for its agent; returns the decisions' ids.
  private func decide(
    _ documents: [String], by name: String, _ projects: [String], in folder: TemporaryFolder
  ) async throws -> [String] {
    let source = Self.folder.appending(path: "\(name).yaml")
    let configuration = """
      files: elsewhere
      audit: { mode: interval }
      tools: [\(Self.folder.appending(path: "tools/payments.yaml").path)]
      project: [\(projects.joined(separator: ", "))]
      credentials:
        - id: runner
          may_claim: ["*"]
          token_sha256: 16477688c0e00699c6cfa4497a3612d7e83c532062b64b250fed8908128ed548
      """
    return try await Daemon.run(
      policy: try String(contentsOf: source, encoding: .utf8), configuration: configuration,
      in: folder
    ) { daemon in
      var ids: [String] = []
      for document in documents {
        let answer = try await daemon.decide(document, token: "blue")
        ids.append(try #require(answer.text("id"), "\(document): \(answer.json)"))
      }
      return ids
    }
  }
}
