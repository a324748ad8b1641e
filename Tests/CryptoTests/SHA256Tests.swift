import ByteParsing
import Testing

@testable import Crypto

@Suite struct SHA256Tests {
  /// The examples of FIPS 180-4 (NIST's "Examples with Intermediate Values", SHA-256).
  static let examples = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]

  @Test(arguments: examples)
  func `hashes the examples of FIPS 180`(message: String, digest: String) {
    #expect(SHA256.hash(Array(message.utf8)).description == digest)
  }

  @Test func `hashes a million letters in uneven pieces`() {
    var hash = SHA256()
    var left = 1_000_000
    var piece = 1
    while left > 0 {
      hash.update([UInt8](repeating: UInt8(ascii: "a"), count: min(piece, left)))
      left -= min(piece, left)
      piece = piece * 3 % 1009 + 1
    }
    #expect(
      hash.finish().description
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func `a context begins anew after each hash`() {
    var hash = SHA256()
    hash.update([1, 2, 3])
    let first = hash.finish()
    hash.update(byte: 1)
    hash.update([2, 3])
    #expect(hash.finish() == first)
    hash.update([9])
    hash.reset()
    #expect(hash.finish() == SHA256.hash([]))
    hash.update(first)
    #expect(hash.finish() == SHA256.hash(first.bytes))
  }

  @Test func `a digest survives bytes and hexadecimal, and nothing of another length is one`() {
    let digest = SHA256.hash([7])
    #expect(SHA256Digest(bytes: digest.bytes) == digest)
    #expect(SHA256Digest(hex: digest.description) == digest)
    #expect(SHA256Digest(bytes: digest.bytes.dropLast()) == nil)
    #expect(SHA256Digest(hex: digest.description.dropLast()) == nil)
    #expect(SHA256Digest(hex: digest.description.uppercased()) == nil)
    #expect(SHA256Digest.zero.description == String(repeating: "0", count: 64))
  }
}
