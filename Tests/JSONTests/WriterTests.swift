import JSON
import Testing

@Suite struct WriterTests {
  @Test func `commas stand between values and nowhere else`() throws {
    var writer = JSONWriter(capacity: 64)
    writer.beginObject()
    writer.key("a")
    writer.beginArray()
    writer.beginArray()
    writer.endArray()
    writer.int(1)
    writer.beginObject()
    writer.endObject()
    writer.null()
    writer.endArray()
    writer.key("b")
    writer.bool(true)
    writer.key("c")
    writer.value(try parse("{ \"x\" : 1.0 }"))
    writer.key("d")
    writer.raw([0x30].span)
    writer.key("e")
    writer.double(-0.5)
    writer.endObject()
    #expect(
      text(writer) == #"{"a":[[],1,{},null],"b":true,"c":{ "x" : 1.0 },"d":0,"e":-0.5}"#)
    writer.removeAll()
    writer.bool(false)
    #expect(text(writer) == "false")
  }

  @Test func `integers of every width are written in full`() {
    var writer = JSONWriter()
    writer.beginArray()
    writer.int(Int64.min)
    writer.int(UInt64.max)
    writer.int(0)
    writer.int(-1)
    writer.endArray()
    #expect(text(writer) == "[-9223372036854775808,18446744073709551615,0,-1]")
  }

  @Test func `doubles that JSON cannot say become null`() {
    var writer = JSONWriter()
    writer.beginArray()
    for value in [Double.nan, .infinity, -.infinity, -0.0, 1e21, 123.0] { writer.double(value) }
    writer.endArray()
    #expect(text(writer) == "[null,null,null,0,1e+21,123]")
  }

  @Test func `only what must be escaped is escaped, wherever it stands`() {
    var writer = JSONWriter()
    writer.beginArray()
    for value in [
      "", "a", "\"", "a\"", "\"a", "a\\b\u{7f}é\u{1}😀\n", "\u{0}\u{8}\t\n\u{c}\r\u{1f} ",
    ] {
      writer.string(value)
    }
    writer.endArray()
    #expect(
      text(writer)
        == #"["","a","\"","a\"","\"a","a\\b"# + "\u{7f}é"
        + #"\u0001😀\n","\u0000\b\t\n\f\r\u001f "]"#)
  }

  @Test func `any text written is read back the same`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let scalars = (0..<Int.random(in: 0..<40, using: &generator)).compactMap { _ in
        UnicodeScalar(
          UInt32.random(in: 0..<(Bool.random() ? 0x80 : 0x11_0000), using: &generator))
      }
      let original = String(String.UnicodeScalarView(scalars))
      var writer = JSONWriter()
      writer.beginObject()
      writer.key(original)
      writer.string(original)
      writer.endObject()
      let value = try JSONDocument.parse(writer.bytes)
      #expect(value[original]?.isString(equalTo: original) == true)
      #expect(value[original]?.string.map { Array($0.utf8) } == Array(original.utf8))
      #expect(value.members.map { Array($0.key.utf8) } == [Array(original.utf8)])
    }
  }

  private func text(_ writer: JSONWriter) -> String {
    String(decoding: writer.bytes, as: UTF8.self)
  }
}
