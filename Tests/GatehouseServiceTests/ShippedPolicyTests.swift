import Documents
import Foundation
import GatehouseService
import Policy
import TestKit
import Testing

/// Holds the policies that come with the product to the cases beside them.
struct ShippedPolicyTests {
  private static let folder = Corpora.repository.appending(path: "policies")
  /// The fewest cases that a policy is shipped with.
  private static let leastCases = 15

  @Test func `shipped policies hold to their cases, which need every rule, and lint is silent`()
    throws
  {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".yaml") }
    let expected = ["coding-agent", "database", "egress", "payments", "read-only"]
    #expect(names.sorted() == expected.map { "\($0).yaml" })
    for name in names.sorted() {
      let policy = try Self.policy(name)
      #expect(policy.set.warnings.map(\.description) == [], "\(name)")
      let report = policy.run(
        try PolicyFiles.read([Self.cases(name)]).flatMap { try PolicyCase.read($0) })
      #expect(report.results.count >= Self.leastCases, "\(name)")
      for failure in report.failures {
        Issue.record("\(name), \(failure.policyCase.name): \(failure.differences)")
      }
      #expect(report.unmatchedRules.map(\.id) == [], "\(name)")
    }
  }

  private static func cases(_ name: String) -> String {
    folder.appending(path: "cases/\(name)").path
  }

  /// A policy as somebody would use it: with the description of its tools, where it comes with one.
  private static func policy(_ name: String) throws -> OfflinePolicy {
    var configuration = Configuration()
    configuration.policy = [folder.appending(path: name).path]
    let tools = folder.appending(path: "tools/\(name)").path
    if FileManager.default.fileExists(atPath: tools) { configuration.tools = [tools] }
    return try OfflinePolicy(configuration)
  }
}
