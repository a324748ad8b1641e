import Testing

@testable import ByteParsing

@Suite struct UTF8Tests {
  @Test func `a scalar's encoding is well formed, at its length`() {
    // All of the first 69,632, where lengths and surrogates change, and samples of the others.
    for value in [UInt32](0...0x10FFF) + stride(from: 0x11000, through: 0x10FFFF, by: 31) {
      guard let scalar = UnicodeScalar(value) else { continue }
      let bytes = Array(String(Character(scalar)).utf8)
      if bytes.span.lengthOfUTF8(at: 0) != bytes.count { Issue.record("\(value)") }
    }
  }

  @Test
  func `of all sequences of up to three bytes, those pass that the library decodes unchanged`() {
    for value in UInt32(0x80)...0xFFFF {
      // The third byte is a continuation, so that every lead meets every second byte.
      let bytes = [UInt8(value >> 8), UInt8(value & 0xFF), 0x80]
      let length = bytes.span.lengthOfUTF8(at: 0)
      let decoded = String(decoding: bytes[..<max(length, 1)], as: UTF8.self)
      let isWellFormed = decoded.utf8.elementsEqual(bytes[..<max(length, 1)])
      if isWellFormed != (length > 0) { Issue.record("\(bytes)") }
      if length == 0, String(validating: bytes, as: UTF8.self) != nil { Issue.record("\(bytes)") }
    }
  }

  @Test(
    arguments: [
      [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
      [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x98, 0x41], [0xF0, 0x9F, 0x41, 0x80], [0xE2, 0x82],
      [0xE2, 0x82, 0xC0], [0xC3], [0x80], [0xFF],
    ] as [[UInt8]])
  func `ill-formed sequences have no length`(bytes: [UInt8]) {
    #expect(bytes.span.lengthOfUTF8(at: 0) == 0)
  }
}
