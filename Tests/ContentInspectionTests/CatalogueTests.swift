import ContentInspection
import Foundation
import TestKit
import Testing

@Suite struct CatalogueTests {
  @Test func `every detector stands in the documentation with its kind and severity`() throws {
    let page = try String(
      contentsOf: Corpora.repository.appending(path: "docs/content.md"), encoding: .utf8)
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }
    for detector in try ContentInspector().detectors {
      let start = "| `\(detector.kind.rawValue)` | \(detector.severity.rawValue) |"
      let row = rows.first { $0.hasPrefix(start) }
      #expect(row?.contains("`\(detector.id)`") == true, "\(detector)")
    }
  }
}
