import Testing

@testable import Matching

@Suite struct HostTests {
  @Test func `names are read as the table says`() throws {
    for row in try table("hosts.tsv", fields: 2) {
      switch row[1] {
      case let problem where problem.hasPrefix("!"):
        let error = #expect(throws: HostNameError.self, "\(row[0])") { try HostName(row[0]) }
        #expect(error?.description.contains(problem.dropFirst()) == true, "\(row[0])")
      default:
        #expect(try HostName(row[0]).text == row[1])
      }
    }
  }

  @Test func `labels and names are bounded`() throws {
    let label = String(repeating: "a", count: 63)
    _ = try HostName("\(label).example")
    #expect(throws: HostNameError.labelTooLong) { try HostName("a\(label).example") }
    let long = Array(repeating: String(repeating: "a", count: 49), count: 5).joined(separator: ".")
    _ = try HostName("abc." + long)
    #expect(throws: HostNameError.tooLong) { try HostName("abcd." + long) }
  }

  @Test func `patterns match names as the table says`() throws {
    for row in try table("host-patterns.tsv", fields: 3) {
      let pattern = try HostPattern(row[0])
      let matches = try pattern.matches(HostName(row[1]))
      #expect(matches == (row[2] == "yes"), "\(row[0]) against \(row[1])")
    }
  }

  @Test func `patterns that could match an address or a whole top level are refused`() {
    let refused = [
      "", ".", "10.0.0.1", "10.0.0.*", "*.1", "**.0x7f", "example.*", "example.**", "*.c*", "[::1]",
      "**example.com", "a..b", "*..b", "exa mple.com", "*.exa_mple!.com", "é.com", "*.é.com",
      "http://example.com", "example.com:443", "{example.com,10.1}",
    ]
    for pattern in refused {
      #expect(throws: GlobError.self, "\(pattern)") { try HostPattern(pattern) }
    }
  }

  @Test func `host patterns relate label by label`() throws {
    let all = try HostPattern("**.example.com")
    #expect(try all.covers(HostPattern("*.example.com")))
    #expect(try all.covers(HostPattern("a.b.example.com")))
    #expect(try !all.covers(HostPattern("example.com")))
    #expect(try !HostPattern("*.example.com").covers(all))
    #expect(try all.mayIntersect(HostPattern("api-*.*.example.com")))
    #expect(try !all.mayIntersect(HostPattern("*.example.org")))
  }
}
