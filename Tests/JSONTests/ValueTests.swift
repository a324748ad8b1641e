import Testing

@testable import JSON

@Suite struct ValueTests {
  @Test func `each kind answers for itself and for no other`() throws {
    let value = try parse(#"[null, true, false, 12.50, "a\tb", [1], {"k": 0}]"#)
    #expect(value.elements.map(\.kind) == [.null, .bool, .bool, .number, .string, .array, .object])
    #expect(value.elements.map(\.bool) == [nil, true, false, nil, nil, nil, nil])
    #expect(value.elements.map(\.isNull) == [true, false, false, false, false, false, false])
    #expect(value.elements.map(\.string) == [nil, nil, nil, nil, "a\tb", nil, nil])
    #expect(value.elements.map(\.numberText) == [nil, nil, nil, "12.50", nil, nil, nil])
    #expect(value.elements.map(\.count) == [0, 0, 0, 0, 0, 1, 1])
    #expect(
      value.elements.map { $0["k"] != nil } == [false, false, false, false, false, false, true])
    #expect(
      value.elements.map { $0[0] != nil } == [false, false, false, false, false, true, false])
    #expect(value.elements.map { Array($0.elements).count } == [0, 0, 0, 0, 0, 1, 0])
    #expect(value.elements.map { Array($0.members).count } == [0, 0, 0, 0, 0, 0, 1])
  }

  @Test func `elements are found by position and nothing lies outside`() throws {
    let value = try parse(#"[[1,[2]], {"a":{"b":3}}, "x"]"#)
    #expect(value[0]?[1]?[0]?.number == .int(2))
    #expect(value[1]?["a"]?["b"]?.number == .int(3))
    #expect(value[2]?.string == "x")
    #expect(value[3] == nil)
    #expect(value[-1] == nil)
  }

  @Test func `members come in the order of the text`() throws {
    let value = try parse(#"{"b":1, "a":[2,3], "\u0063":{"d":4}}"#)
    #expect(value.members.map(\.key) == ["b", "a", "c"])
    #expect(value.members.map(\.value.byteRange) == [5..<6, 12..<17, 28..<35])
  }

  @Test func `keys are found however they are escaped`() throws {
    let value = try parse(#"{"a\/b":1, "\u00e9":2, "\ud83d\ude00":3, "\"\\\b\f\n\r\t":4, "":5}"#)
    #expect(value["a/b"]?.number == .int(1))
    #expect(value["é"]?.number == .int(2))
    #expect(value["😀"]?.number == .int(3))
    #expect(value["\"\\\u{8}\u{c}\n\r\t"]?.number == .int(4))
    #expect(value[""]?.number == .int(5))
    #expect(value["a"] == nil)
    #expect(value["a/b "] == nil)
    #expect(value["a\\/b"] == nil)
  }

  @Test func `text is compared by code point and not by canonical equivalence`() throws {
    let value = try parse("{\"e\u{301}\":1}")
    #expect(value["\u{e9}"] == nil)
    #expect(value["e\u{301}"]?.number == .int(1))
    #expect(try !parse("\"e\u{301}\"").isString(equalTo: "\u{e9}"))
    #expect(try parse("\"e\u{301}\"") != parse("\"\u{e9}\""))
  }

  @Test func `a string is compared in place`() throws {
    #expect(try parse(#""shell.exec""#).isString(equalTo: "shell.exec"))
    #expect(try parse(#""shell\u002eexec""#).isString(equalTo: "shell.exec"))
    #expect(try !parse(#""shell\u002eexecs""#).isString(equalTo: "shell.exec"))
    #expect(try !parse(#""shell.exe""#).isString(equalTo: "shell.exec"))
    #expect(try parse(#""""#).isString(equalTo: ""))
    #expect(try !parse("1").isString(equalTo: "1"))
    #expect(try parse(#""\u0000""#).isString(equalTo: "\0"))
  }

  @Test func `every escape decodes to its code point`() throws {
    let value = try parse(#""\u0041\u007f\u0080\u07FF\u0800\uFFFF\ud800\udc00\uDBFF\uDFFF\u0000""#)
    #expect(value.string == "A\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}\0")
  }

  @Test func `raw bytes are those of the text`() throws {
    let value = try parse(#" {"a" : [ 1 , 2 ] } "#)
    #expect(String(decoding: value["a"]?.rawBytes ?? [], as: UTF8.self) == "[ 1 , 2 ]")
    #expect(value.byteRange == 1..<19)
  }

  @Test func `the constants are what their texts read as`() throws {
    #expect(JSONValue.null == (try parse("null")))
    #expect(JSONValue.emptyObject == (try parse("{}")))
    #expect(JSONValue.emptyObject.members.map(\.key) == [])
  }
}
