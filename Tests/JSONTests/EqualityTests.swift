import JSON
import Testing

@Suite struct EqualityTests {
  @Test func `the values of one line of the table are equal, of two lines different`() throws {
    let groups = try table("equal.txt").map { line in
      try line.split(separator: " ").map { try JSONDocument.parse(Array($0.utf8)) }
    }
    for (index, group) in groups.enumerated() {
      for value in group {
        for (otherIndex, other) in groups.enumerated() {
          for candidate in other {
            #expect((value == candidate) == (index == otherIndex), "\(value) and \(candidate)")
          }
        }
      }
    }
  }

  @Test func `large objects are compared in whatever order they stand`() throws {
    let members = (0..<1000).map { "\"k\($0)\":\($0)" }
    let one = try parse("{" + members.joined(separator: ",") + "}")
    let other = try parse("{" + members.shuffled().joined(separator: ",") + "}")
    #expect(one == other)
    #expect(try one != parse("{" + members.dropLast().joined(separator: ",") + ",\"k999\":0}"))
  }

  @Test func `nested objects in another order cost no more with each level`() throws {
    // Comparing any value twice a level would take 2^60 steps.
    let nest = { (rest: String) in
      (0..<60).reduce("0") { inner, _ in "{\"a\":\(inner),\(rest)}" }
    }
    #expect(try parse(nest(#""b":1,"c":2"#)) == parse(nest(#""c":2,"b":1"#)))
    #expect(try parse(nest(#""b":1,"c":2"#)) != parse(nest(#""c":1,"b":2"#)))
  }
}
