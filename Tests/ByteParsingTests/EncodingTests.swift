import Testing

@testable import ByteParsing

@Suite struct EncodingTests {
  /// The test vectors of RFC 4648, section 10.
  static let vectors = [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ]

  @Test(arguments: vectors)
  func `base64 writes and reads the vectors of RFC 4648`(plain: String, text: String) {
    #expect(Base64.encode(Array(plain.utf8)) == text)
    #expect(Base64.decode(text) == Array(plain.utf8))
  }

  @Test(arguments: [
    "Zg", "Zg=", "Zh==", "Zm9=", "Z===", "Zm 9v", "Zm9v\n", "Zm-_", "=Zm9", "Zg==Zg==",
  ])
  func `base64 refuses text that is not exactly canonical`(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test(arguments: [
    ("Zm8", "fo"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==ignored", "foob"), ("Zh==", "f"),
  ])
  func `base64 of either alphabet may lack its padding`(text: String, plain: String) {
    #expect(Base64.decodeEither(Array(text.utf8)[...]) == Array(plain.utf8))
  }

  @Test func `each alphabet of base64 has its own letters for 62 and 63`() {
    #expect(Base64.decodeEither(Array("-_+/".utf8)[...]) == [0xFB, 0xFF, 0xBF])
    #expect("+/-_".utf8.map { Base64.value(of: $0) } == [62, 63, nil, nil])
    #expect("+/-_ =".utf8.map { Base64.value(ofEither: $0) } == [62, 63, 62, 63, nil, nil])
    #expect(Base64.decodeEither(Array("Zm 9".utf8)[...]) == nil)
  }

  @Test func `hex writes lower case and reads either`() {
    #expect(Hex.encode([0x00, 0xAF, 0xFF]) == "00afff")
    #expect(Hex.decode("00AFff") == [0x00, 0xAF, 0xFF])
    #expect(Hex.decode("") == [])
  }

  @Test(arguments: ["0", "0g", "0x00", " 00", "é0"])
  func `hex refuses odd lengths and foreign letters`(text: String) {
    #expect(Hex.decode(text) == nil)
  }
}
