import Testing

@testable import JSON

@Suite struct ScannerTests {
  @Test func `every text of the table is refused for its reason at its byte`() throws {
    for line in try table("refused.txt") {
      let columns = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
      let error = #expect(throws: JSONError.self, "\(line)") {
        try JSONDocument.parse(bytes(of: columns[2]))
      }
      #expect(error?.code.rawValue == String(columns[0]), "\(line)")
      #expect(error.map { "\($0.offset)" } == String(columns[1]), "\(line)")
    }
  }

  @Test func `every text of the table is accepted, and its outermost value spans it`() throws {
    for line in try table("accepted.txt") {
      let text = bytes(of: line)
      let value = try JSONDocument.parse(text)
      #expect(value.rawBytes.elementsEqual(text.trimmed), "\(line)")
    }
  }

  @Test func `every prefix of a text is refused without a trap`() throws {
    let text = Array(#"{"a":[1.5e+3,true,false,null,"é\u00e9\ud83d\ude00"],"b":{"c":-0}}"#.utf8)
    _ = try JSONDocument.parse(text)
    for length in 0..<text.count {
      #expect(throws: JSONError.self) { try JSONDocument.parse(Array(text[..<length])) }
    }
  }

  @Test func `the tokens are those of the worked example`() throws {
    let value = try parse(#"{"a": [1, true], "b": "x\n"}"#)
    #expect(
      value.document.storage.tokens.map {
        "\($0.kind) \($0.start)..<\($0.end) \($0.next) \($0.count)"
      }
        == [
          "object 0..<28 7 2", "string 1..<4 2 0", "array 6..<15 5 2", "number 7..<8 4 0",
          "true 10..<14 5 0", "string 17..<20 6 0", "string 22..<27 7 0",
        ])
    #expect(
      value.document.storage.tokens.map(\.isPlain) == [
        false, true, false, true, false, true, false,
      ])
  }

  @Test func `a message shows what was found and what was wanted`() throws {
    let error = #expect(throws: JSONError.self) { try parse(#"{"a":1;}"#) }
    #expect(error?.description == "expected `,` or `}`, found `;`, at byte 6")
  }

  @Test func `a refused key is cut short in the message`() throws {
    let key = String(repeating: "k", count: 100)
    let error = #expect(throws: JSONError.self) { try parse("{\"\(key)\":1,\"\(key)\":2}") }
    #expect(error?.message.contains(String(repeating: "k", count: 64) + "…`") == true)
    #expect((error?.message.utf8.count ?? .max) < 150)
  }
}

@Suite struct LimitTests {
  @Test func `nesting is accepted to 64 levels and refused at the 65th`() throws {
    let deep = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
    _ = try parse(deep(64))
    let error = #expect(throws: JSONError.self) { try parse(deep(65)) }
    #expect(error?.code == .tooDeep)
    #expect(error?.offset == 64)
    _ = try parse("[" + String(repeating: deep(63) + ",", count: 10) + "1]")
  }

  @Test func `a text longer than the limit is refused before it is read`() {
    let limits = JSONLimits(bytes: 4, tokens: 10, depth: 1)
    #expect(throws: Never.self) { try JSONDocument.parse(Array("1234".utf8), limits: limits) }
    let error = #expect(throws: JSONError.self) {
      try JSONDocument.parse(Array("x2345".utf8), limits: limits)
    }
    #expect(error?.code == .tooManyBytes)
  }

  @Test func `values and keys are counted against the limit`() {
    let limits = JSONLimits(bytes: 100, tokens: 5, depth: 2)
    #expect(throws: Never.self) {
      try JSONDocument.parse(Array(#"{"a":[1,2]}"#.utf8), limits: limits)
    }
    let error = #expect(throws: JSONError.self) {
      try JSONDocument.parse(Array(#"{"a":[1,2,3]}"#.utf8), limits: limits)
    }
    #expect(error?.code == .tooManyTokens)
    #expect(error?.offset == 10)
  }

  @Test func `an object of a hundred thousand keys is checked for repeats in short order`() throws {
    var writer = JSONWriter()
    writer.beginObject()
    for number in 0..<100_000 {
      writer.key("a key with a long beginning shared by all \(number)")
      writer.int(number)
    }
    writer.key("\u{61} key with a long beginning shared by all 4711")
    writer.null()
    writer.endObject()
    let limits = JSONLimits(bytes: 16 << 20, tokens: 1 << 20, depth: 1)
    let clock = ContinuousClock()
    let start = clock.now
    let error = #expect(throws: JSONError.self) {
      try JSONDocument.parse(writer.bytes, limits: limits)
    }
    #expect(error?.code == .duplicateKey)
    // Pair by pair this takes minutes; sorted, about a second even unoptimised.
    #expect(clock.now - start < .seconds(30))
  }
}

extension [UInt8] {
  /// The bytes without white space at either end.
  fileprivate var trimmed: ArraySlice<UInt8> {
    let space: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
    return drop { space.contains($0) }.reversed().drop { space.contains($0) }.reversed()[...]
  }
}
