import Foundation
import SQLSyntax
import Testing

@Test func draft() throws {
  guard let path = ProcessInfo.processInfo.environment["DRAFT"] else { return }
  let dialect = SQLDialect(named: ProcessInfo.processInfo.environment["DIALECT"] ?? "pg")!
  for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
  where !line.hasPrefix("##") {
    let text = line.replacing("⏎", with: "\n")
    let reading = SQLReader.read(String(text), dialect: dialect)
    print("\(line)\n  => \(ReadingSummary(reading))")
    if ProcessInfo.processInfo.environment["GAPS"] != nil {
      for g in reading.gaps { print("     gap \(g.bytes): \(g.why)") }
    }
  }
}
