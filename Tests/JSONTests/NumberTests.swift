import JSON
import Testing

@Suite struct NumberTests {
  @Test func `a number is an integer by value within 64 bits, else a double, else too large`()
    throws
  {
    for line in try table("numbers.txt") {
      let columns = line.split(separator: " ").map(String.init)
      let value = try parse(columns[0])
      let expected: JSONNumber? =
        switch columns[1] {
        case "int": Int64(columns[2]).map(JSONNumber.int)
        case "double": Double(columns[2]).map(JSONNumber.double)
        default: .tooLarge
        }
      #expect(value.number == expected, "\(line)")
      #expect(value.numberText == columns[0])
    }
  }

  @Test func `doubles agree with the library's own reading`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let digits = UInt64.random(in: 1..<(1 << UInt64.random(in: 4..<60)), using: &generator)
      let text = "-\(digits).\(Int.random(in: 1..<100))1e\(Int.random(in: -330..<0))"
      guard case .double(let value) = try parse(text).number else {
        Issue.record("\(text) is no double")
        continue
      }
      #expect(value == Double(text), "\(text)")
    }
  }
}
