import Testing

@testable import Crypto

@Suite struct SecretTests {
  @Test func `a secret prints as itself nowhere`() {
    let secret = Secret(Array("hunter2-hunter2".utf8))
    var dumped = ""
    dump(secret, to: &dumped)
    for text in ["\(secret)", String(reflecting: secret), String(describing: [secret]), dumped] {
      #expect(!text.contains("hunter"))
      #expect(text.contains("[secret]"))
    }
  }

  @Test func `a secret lends its bytes and compares them`() {
    let secret = Secret([1, 2, 3])
    #expect(secret.count == 3)
    #expect(secret.withBytes { $0.count } == 3)
    #expect(secret.equals([1, 2, 3]))
    #expect(!secret.equals([1, 2, 4]))
    #expect(!secret.equals([1, 2]))
    #expect(Secret([]).equals([]))
  }

  @Test func `comparison looks at every byte and at the length`() {
    let bytes = [UInt8](0..<64)
    #expect(constantTimeEquals(bytes, bytes))
    #expect(!constantTimeEquals(bytes, bytes + [0]))
    for index in bytes.indices {
      var other = bytes
      other[index] ^= 0x80
      #expect(!constantTimeEquals(bytes, other))
    }
  }

  @Test func `random bytes have the asked count and do not repeat`() {
    #expect(SecureRandom.bytes(0).isEmpty)
    #expect(SecureRandom.bytes(33).count == 33)
    #expect(SecureRandom.bytes(16) != SecureRandom.bytes(16))
  }
}
