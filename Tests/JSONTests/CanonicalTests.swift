import Foundation
import JSON
import TestKit
import Testing

@Suite struct CanonicalTests {
  @Test func `each text of the table has its canonical form, which is its own`() throws {
    for line in try table("canonical.txt") {
      let columns = line.components(separatedBy: "  ")
      let canonical = try canonical(bytes(of: columns[0]))
      #expect(canonical == bytes(of: columns[1]), "\(line)")
      #expect(try self.canonical(canonical) == canonical, "\(line)")
    }
  }

  @Test(arguments: ["1e400", "-1e309", "1.8e308", "[1,{\"a\":1e999999999999999999999}]"])
  func `a number beyond the doubles is refused and leaves no trace`(text: String) throws {
    var writer = JSONWriter()
    writer.beginArray()
    writer.int(1)
    let value = try parse(text)
    let error = #expect(throws: JSONError.self) { try CanonicalJSON.write(value, to: &writer) }
    #expect(error?.code == .numberOutOfRange)
    writer.int(2)
    writer.endArray()
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "[1,2]")
  }

  @Test func `the pairs of RFC 8785's authors come out to the byte`() throws {
    guard let pairs = try Corpora.lines("jcs-rfc8785/canonicalization.jsonl") else { return }
    #expect(pairs.count == 6)
    for pair in pairs {
      let canonical = try canonical(base64("input_b64", of: pair))
      #expect(try canonical == base64("output_b64", of: pair), "\(pair["name"] ?? "")")
    }
  }

  @Test func `ten thousand doubles have the text that ECMAScript gives them`() throws {
    guard let data = Corpora.file("jcs-rfc8785/es6-numbers-10000.csv") else { return }
    var differing: [String] = []
    var count = 0
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      let columns = line.split(separator: ",")
      let value = Double(bitPattern: try #require(UInt64(columns[0], radix: 16)))
      var writer = JSONWriter()
      writer.double(value)
      let expected = Array(columns[1].utf8)
      var isSame = try writer.bytes == expected && canonical(expected) == expected
      if value.magnitude < 0x1p53 {
        // Written in seventeen digits, it finds its way to the same text.
        let long = Array(String(format: "%.17g", value).utf8)
        isSame = try isSame && canonical(long) == expected
      }
      if !isSame { differing.append(String(line)) }
      count += 1
    }
    #expect(count == 10_000)
    #expect(differing == [])
  }

  private func canonical(_ text: [UInt8]) throws(JSONError) -> [UInt8] {
    try CanonicalJSON.bytes(of: JSONDocument.parse(text))
  }
}
