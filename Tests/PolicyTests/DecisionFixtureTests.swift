import Documents
import Foundation
import Policy
import TestKit
import Testing

/// Runs every folder of Tests/Fixtures/Policy/decisions: policies beside `cases.yaml`, what they are expected to decide.
struct DecisionFixtureTests {
  @Test(arguments: try Fixtures.folders("Policy/decisions"))
  func `decides every case as expected, and every rule by some case`(folder: URL) throws {
    let files = try Fixtures.sources(in: folder)
    let policies = files.filter { $0.name != "cases.yaml" }
    let cases = try PolicyCase.read(try #require(files.first { $0.name == "cases.yaml" }))
    let report = try PolicySet.load(policies).run(cases)
    for failure in report.failures {
      Issue.record("\(failure.policyCase.name): \(failure.differences.joined(separator: "; "))")
    }
    #expect(report.unmatchedRules.map(\.id) == [])
  }
}
