import ByteParsing
import Testing

@testable import Crypto

@Suite struct HMACSHA256Tests {
  /// RFC 4231, sections 4.2 to 4.8 without the truncated case: key, data and code, in hexadecimal.
  static let vectors = """
    0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b 4869205468657265 \
    b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7
    4a656665 7768617420646f2079612077616e7420666f72206e6f7468696e673f \
    5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843
    aa*20 dd*50 773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe
    0102030405060708090a0b0c0d0e0f10111213141516171819 cd*50 \
    82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b
    aa*131 54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b65\
    79202d2048617368204b6579204669727374 \
    60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54
    aa*131 5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d7\
    3697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a6520646174612e20546\
    865206b6579206e6565647320746f20626520686173686564206265666f7265206265696e67207573656420627\
    92074686520484d414320616c676f726974686d2e \
    9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2
    """

  /// Reads hexadecimal text, or one byte repeated: `aa*131`.
  private func bytes(_ text: Substring) throws -> [UInt8] {
    let parts = text.split(separator: "*")
    let unit = try #require(Hex.decode(parts[0]))
    guard parts.count == 2 else { return unit }
    return [UInt8](repeating: unit[0], count: try #require(Int(parts[1])))
  }

  @Test func `authenticates the vectors of RFC 4231`() throws {
    let lines = Self.vectors.split(separator: "\n")
    #expect(lines.count == 6)
    for line in lines {
      let fields = line.split(separator: " ")
      let code = HMACSHA256(key: Secret(try bytes(fields[0])))
      for _ in 0..<2 {
        #expect(code.authenticate(try bytes(fields[1])).description == fields[2])
      }
    }
  }

  @Test func `an empty key and an empty message are allowed`() {
    #expect(
      HMACSHA256(key: Secret([])).authenticate([]).description
        == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
  }

  @Test func `tasks in parallel get the codes one alone would get`() async {
    let code = HMACSHA256(key: Secret([1, 2, 3]))
    let expected = (0..<64).map { code.authenticate([UInt8](repeating: UInt8($0), count: $0)) }
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          (0..<64).allSatisfy {
            code.authenticate([UInt8](repeating: UInt8($0), count: $0)) == expected[$0]
          }
        }
      }
      for await same in group { #expect(same) }
    }
  }
}
