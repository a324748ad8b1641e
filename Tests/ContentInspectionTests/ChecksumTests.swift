import Testing

@testable import ContentInspection

@Suite struct ChecksumTests {
  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  @Test func `digests are those of the standards`() {
    #expect(
      hex(SHA256Checksum.digest(Array("abc".utf8)))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      hex(SHA256Checksum.digest([UInt8](repeating: 0x61, count: 119)))
        == "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb")
    #expect(
      hex(Keccak256.digest(short: []))
        == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")
    #expect(CRC32.checksum(Array("123456789".utf8)[...]) == 0xCBF4_3926)
    #expect(String(decoding: CRC32.base62(61 + 62), as: UTF8.self) == "00001z")
  }

  @Test func `entropy is Shannon's`() {
    let text = Array("aaaaaaaa01234567abcdabcd".utf8)
    #expect(Entropy.hundredths(text, 0..<8) == 0)
    #expect(Entropy.hundredths(text, 8..<16) == 300)
    #expect(Entropy.hundredths(text, 16..<24) == 200)
    #expect(Entropy.hundredths(text, 0..<0) == 0)
  }

  @Test func `a token's checksum makes it certain`() throws {
    let inspector = try ContentInspector()
    let payload = "4k8XbQ2mTz" + "Lr7WcV1nYp" + "s9DhF3gJ6u"
    let sum = String(
      decoding: CRC32.base62(CRC32.checksum(Array(payload.utf8)[...])), as: UTF8.self)
    #expect(inspector.inspect("ghp_" + payload + sum).findings.map(\.severity) == [.critical])
    #expect(inspector.inspect("ghp_" + payload + "0aBcD1").findings.map(\.severity) == [.high])
  }
}
